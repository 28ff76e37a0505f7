import type { OptimizerSettings } from '../experiment/experiment'
import type { ParameterTrace, Trace } from '../contract/trace'
import { gradientFor } from './clip'
import type { Equation } from './equation'
import { derive, equation } from './equation'
import type { Matrix, Name } from './matrix'
import type { Factor, Multiplier } from './parts'
import { constant, el, plus, scaled, square, times } from './parts'
import type { Scene } from './scene'

type Rule = (s: ParameterStep) => Equation[]

/** The optimizer's step of every parameter, by its rule. */
export function optimizerEquations(scene: Scene): Equation[] {
  const { optimizer, parameters } = scene.trace
  if (!optimizer) return []
  return parameters.flatMap((parameter) =>
    rules[optimizer.name](new ParameterStep(scene, parameter, optimizer)),
  )
}

/** One parameter p with its gradient g and the memory of the rule. */
class ParameterStep {
  readonly p: Matrix
  /** g, with weight decay added where the rule adds it. */
  readonly g: Matrix
  readonly lr: Factor
  private readonly decay: Equation[]
  private readonly symbol: Name

  constructor(
    private readonly scene: Scene,
    private readonly parameter: ParameterTrace,
    readonly settings: NonNullable<Trace['optimizer']>,
  ) {
    this.symbol = scene.parameters.symbol(parameter.name)
    this.p = scene.parameters.whole(parameter, parameter.before, 'before', this.symbol, null)
    this.lr = { tex: `-${settings.lr}`, value: -settings.lr }
    const plain = gradientFor(scene, parameter)
    this.decay = settings.weightDecay > 0 && settings.name !== 'adamw' ? [this.decayed(plain)] : []
    this.g = this.decay[0]?.result ?? plain
  }

  /** p after the step, behind the equations of what it is made from. */
  equations(memory: Equation[], parts: Parameters<typeof equation>[1]): Equation[] {
    const { tex, text } = this.symbol
    const name = { tex: `${tex}^{\\text{new}}`, text: `${text} new` }
    const after = this.scene.parameters.whole(this.parameter, this.parameter.after, 'after', name, 'update')
    return [...this.decay, ...memory, equation(after, parts)]
  }

  /** A buffer of the rule before and after the step. */
  buffer(index: number, letter: string): { old: Matrix; now: Matrix } {
    const { name, before, after } = this.parameter.buffers[index]
    const { tex, text } = this.symbol
    const of = (stage: string, data: Float64Array, mark: string, madeIn: string | null): Matrix =>
      this.scene.parameters.whole(
        this.parameter,
        data,
        `${name}.${stage}`,
        { tex: `${letter}^{${mark}}_{${tex}}`, text: `${name} of ${text}` },
        madeIn,
      )
    return { old: of('before', before, '\\text{old}', null), now: of('after', after, '', 'update') }
  }

  private decayed(plain: Matrix): Equation {
    const { weightDecay } = this.settings
    const parts = [plus(plain), scaled({ tex: String(weightDecay), value: weightDecay }, this.p)]
    const identity = {
      id: `decayed.${this.parameter.name}`,
      key: `decayed.${this.parameter.name}`,
      name: { tex: `g_{${this.symbol.tex}}`, text: `g of ${this.symbol.text}` },
      madeIn: 'update',
    }
    return equation(derive(identity, plain, parts), parts)
  }
}

const number = (value: number): Factor => ({ tex: String(value), value })
const oneLess = (value: number): Factor => ({ tex: `(1 - ${value})`, value: 1 - value })

/** Each as the docstring of its rule in `core/optim`. */
const rules: Readonly<Record<OptimizerSettings['name'], Rule>> = {
  sgd: (s) => s.equations([], [plus(s.p), scaled(s.lr, s.g)]),
  momentum(s) {
    const b = s.buffer(0, 'b')
    const memory = equation(b.now, [scaled(number(s.settings.momentum), b.old), plus(s.g)])
    return s.equations([memory], [plus(s.p), scaled(s.lr, b.now)])
  },
  nesterov(s) {
    const b = s.buffer(0, 'b')
    const mu = number(s.settings.momentum)
    const ahead = { tex: `${s.lr.tex} \\cdot ${mu.tex}`, value: s.lr.value * mu.value }
    const memory = equation(b.now, [scaled(mu, b.old), plus(s.g)])
    return s.equations([memory], [plus(s.p), scaled(s.lr, s.g), scaled(ahead, b.now)])
  },
  rmsprop(s) {
    const { alpha, eps } = s.settings
    const v = s.buffer(0, 'v')
    const memory = equation(v.now, [
      scaled(number(alpha), v.old),
      times(constant(oneLess(alpha)), square(s.g)),
    ])
    return s.equations([memory], [plus(s.p), times(constant(s.lr), el(s.g), overRoot(v.now, 1, eps))])
  },
  adam: (s) => adam(s, []),
  adamw(s) {
    const { lr, weightDecay } = s.settings
    const shrink = { tex: `- ${lr} \\cdot ${weightDecay}`, value: -(lr * weightDecay) }
    return adam(s, [scaled(shrink, s.p)])
  },
}

function adam(s: ParameterStep, decay: Parameters<typeof equation>[1]): Equation[] {
  const { lr, beta1, beta2, eps, t } = s.settings
  const m = s.buffer(0, 'm')
  const v = s.buffer(1, 'v')
  const first = equation(m.now, [scaled(number(beta1), m.old), scaled(oneLess(beta1), s.g)])
  const second = equation(v.now, [scaled(number(beta2), v.old), times(constant(oneLess(beta2)), square(s.g))])
  const rate: Factor = {
    tex: `-\\tfrac{${lr}}{1 - ${beta1}^{${t}}}`,
    value: -(lr / (1 - beta1 ** t)),
  }
  const root = Math.sqrt(1 - beta2 ** t)
  const step = times(constant(rate), el(m.now), overRoot(v.now, root, eps, `\\sqrt{1 - ${beta2}^{${t}}}`))
  return s.equations([first, second], [plus(s.p), ...decay, step])
}

/** 1 / (sqrt(v) / correction + eps) */
function overRoot(v: Matrix, correction: number, eps: number, correctionTex?: string): Multiplier {
  const texOf = (inner: string): string => {
    const root = `\\sqrt{${inner}}`
    return `\\frac{1}{${correctionTex ? `${root} / ${correctionTex}` : root} + ${eps}}`
  }
  const value = (i: number, k: number): number => 1 / (Math.sqrt(v.at(i, k)) / correction + eps)
  const inner = el(v)
  return {
    tex: texOf(inner.tex),
    operands: inner.operands,
    factor: (i, k) => ({ tex: texOf(inner.factor(i, k).tex), value: value(i, k) }),
    value,
  }
}
