import type { OptimizerSettings } from '../experiment/experiment'
import type { ParameterTrace, Trace } from '../contract/trace'
import { gradientFor } from './clip'
import type { Equation } from './equation'
import { derive, equation } from './equation'
import type { Matrix, Name } from './matrix'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import type { Factor, Multiplier, Term } from './terms'
import { constant, el, plus, scaled, square, times } from './terms'

const UPDATE = stepId('update')

type Rule = (s: ParameterStep) => Equation[]

/** The optimizer's step of every parameter, by its rule. */
export function optimizerEquations(symbols: SymbolTable): Equation[] {
  const { optimizer, parameters } = symbols.trace
  if (!optimizer) return []
  return parameters.flatMap((parameter) =>
    rules[optimizer.name](new ParameterStep(symbols, parameter, optimizer)),
  )
}

/** One parameter p with its gradient g and the buffers of the rule. */
class ParameterStep {
  readonly p: Matrix
  /** g, with weight decay added where the rule adds it. */
  readonly g: Matrix
  readonly lr: Factor
  private readonly decay: Equation[]
  private readonly symbol: Name

  constructor(
    private readonly symbols: SymbolTable,
    private readonly parameter: ParameterTrace,
    readonly settings: NonNullable<Trace['optimizer']>,
  ) {
    this.symbol = symbols.parameters.symbol(parameter.name)
    this.p = symbols.parameters.whole(parameter, parameter.before, 'before', this.symbol, null)
    this.lr = { tex: `-${settings.lr}`, value: -settings.lr }
    const plain = gradientFor(symbols, parameter)
    this.decay = settings.weightDecay > 0 && settings.name !== 'adamw' ? [this.decayed(plain)] : []
    this.g = this.decay[0]?.result ?? plain
  }

  /** p after the step, behind the equations of what it is made from. */
  equations(buffers: Equation[], terms: readonly Term[]): Equation[] {
    const { tex, text } = this.symbol
    const name = { tex: `${tex}^{\\text{new}}`, text: `${text} new` }
    const after = this.symbols.parameters.whole(this.parameter, this.parameter.after, 'after', name, UPDATE)
    return [...this.decay, ...buffers, equation(after, terms)]
  }

  /** A buffer of the rule before and after the step. */
  buffer(index: number, letter: string): { old: Matrix; now: Matrix } {
    const { name, before, after } = this.parameter.buffers[index]
    const { tex, text } = this.symbol
    const at = (stage: 'before' | 'after', data: Float64Array, mark: string, madeIn: StepId | null): Matrix =>
      this.symbols.parameters.whole(
        this.parameter,
        data,
        `${name} ${stage}`,
        { tex: `${letter}^{${mark}}_{${tex}}`, text: `${name} of ${text}` },
        madeIn,
      )
    return { old: at('before', before, '\\text{old}', null), now: at('after', after, '', UPDATE) }
  }

  private decayed(plain: Matrix): Equation {
    const { weightDecay } = this.settings
    const terms = [plus(plain), scaled({ tex: String(weightDecay), value: weightDecay }, this.p)]
    const { name } = this.parameter
    const cell = this.symbols.parameters.cellOf(name)
    const identity = {
      ref: { kind: 'parameter', stage: 'decayed', parameter: name, cell } as const,
      name: { tex: `g_{${this.symbol.tex}}`, text: `g of ${this.symbol.text}` },
      madeIn: UPDATE,
    }
    return equation(derive(identity, plain, terms), terms)
  }
}

const number = (value: number): Factor => ({ tex: String(value), value })
const oneLess = (value: number): Factor => ({ tex: `(1 - ${value})`, value: 1 - value })

/** Each as the docstring of its rule in `core/optim`. */
const rules: Readonly<Record<OptimizerSettings['name'], Rule>> = {
  sgd: (s) => s.equations([], [plus(s.p), scaled(s.lr, s.g)]),
  momentum(s) {
    const b = s.buffer(0, 'b')
    const buffer = equation(b.now, [scaled(number(s.settings.momentum), b.old), plus(s.g)])
    return s.equations([buffer], [plus(s.p), scaled(s.lr, b.now)])
  },
  nesterov(s) {
    const b = s.buffer(0, 'b')
    const mu = number(s.settings.momentum)
    const ahead = { tex: `${s.lr.tex} \\cdot ${mu.tex}`, value: s.lr.value * mu.value }
    const buffer = equation(b.now, [scaled(mu, b.old), plus(s.g)])
    return s.equations([buffer], [plus(s.p), scaled(s.lr, s.g), scaled(ahead, b.now)])
  },
  rmsprop(s) {
    const { alpha, eps } = s.settings
    const v = s.buffer(0, 'v')
    const buffer = equation(v.now, [
      scaled(number(alpha), v.old),
      times(constant(oneLess(alpha)), square(s.g)),
    ])
    return s.equations([buffer], [plus(s.p), times(constant(s.lr), el(s.g), overRoot(v.now, 1, eps))])
  },
  adam: (s) => adam(s, []),
  adamw(s) {
    const { lr, weightDecay } = s.settings
    const shrink = { tex: `- ${lr} \\cdot ${weightDecay}`, value: -(lr * weightDecay) }
    return adam(s, [scaled(shrink, s.p)])
  },
}

function adam(s: ParameterStep, decay: readonly Term[]): Equation[] {
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
    factor: (i, k) => ({ ...inner.factor(i, k), tex: texOf(inner.factor(i, k).tex), value: value(i, k) }),
    value,
  }
}
