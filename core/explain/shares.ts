import { CellStep } from './description'
import type { Equation } from './equation'
import { equation } from './equation'
import type { Matrix } from './matrix'
import { numbersMatrix } from './matrix'
import { gradientOf } from './notation'
import type { Pair } from './pairs'
import { inputPair, statePair } from './pairs'
import { outer, plus, sumOfColumns } from './parts'
import type { Scene } from './scene'

/** A gate's block of a parameter, whose gradient the steps of the way back add up to. */
interface Target {
  readonly key: string
  /** The block itself. */
  readonly block: Matrix
  readonly isBias: boolean
  pairAt(t: number): Pair
}

/**
 * What step t of the way back adds to the gradient of every parameter of its cell, and what has come together so far:
 *
 *     dW|≥t = dW|≥t+1 + dW|t        dW|t = d_t x_tᵀ  (for a bias d_t), summed over the batch
 *
 * The numbers are products of those that the passes kept; a matrix is computed when one of its elements is asked for.
 */
export function shareEquations(scene: Scene, k: number, t: number): Equation[] {
  return scene.gates.flatMap((_, q) => targets(scene, k, q)).map((target) => soFar(scene, k, t, target))
}

function targets(scene: Scene, k: number, q: number): Target[] {
  const stepAt = (t: number): CellStep => new CellStep(scene, k, t)
  const target = (
    name: string,
    block: Matrix | null,
    pair: (s: CellStep, q: number) => Pair,
    isBias: boolean,
  ): Target[] =>
    block ? [{ key: `${name}.${q}.${k}`, block, isBias, pairAt: (t) => pair(stepAt(t), q) }] : []
  return [
    ...target('weight_ih', scene.parameters.weightIh(k, q), inputPair, false),
    ...target('weight_hh', scene.parameters.weightHh(k, q), statePair, false),
    ...target('bias_ih', scene.parameters.bias('i', k, q), inputPair, true),
    ...target('bias_hh', scene.parameters.bias('h', k, q), statePair, true),
  ]
}

function soFar(scene: Scene, k: number, t: number, target: Target): Equation {
  const later = scene.after(k, t)
  const before = scene.isInside(later) ? [plus(sumMatrix(scene, k, later, target))] : []
  const own = shareEquation(scene, k, t, target)
  const whole = equation(sumMatrix(scene, k, t, target), [...before, plus(own.result)])
  return {
    ...whole,
    tex: `${whole.tex}, \\quad ${own.tex}`,
    operands: [...whole.operands, ...own.operands],
    addsTo: target.block.name,
    within: [own],
  }
}

function shareEquation(scene: Scene, k: number, t: number, target: Target): Equation {
  const result = blockMatrix(scene, k, t, target, 'share')
  const { d, x } = target.pairAt(t)
  const part = target.isBias
    ? { ...sumOfColumns(`\\textstyle\\sum_b ${d.name.tex}`, [d]), operands: [d] }
    : { ...outer(`${d.name.tex}\\,${x.name.tex}^{\\top}`, [{ d, x }]), operands: [d, x] }
  return equation(result, [part])
}

function sumMatrix(scene: Scene, k: number, t: number, target: Target): Matrix {
  return blockMatrix(scene, k, t, target, 'sum')
}

function blockMatrix(scene: Scene, k: number, t: number, target: Target, kind: 'share' | 'sum'): Matrix {
  const { block } = target
  const { tex, text } = gradientOf(block.name)
  const time = scene.shownStep(t)
  const [sign, word] =
    kind === 'share' ? ['', '='] : scene.cell(k).isReversed ? ['\\le', '<='] : ['\\ge', '>=']
  const key = `${kind}.${target.key}`
  const name = { tex: `${tex}\\vert_{${sign}${time}}`, text: `${text}, t${word}${time}` }
  const identity = { id: `${key}.${t}`, key, name, madeIn: `backward.${k}.${t}` }
  return numbersMatrix(identity, block, () =>
    kind === 'share' ? share(scene, t, target) : sum(scene, k, t, target),
  )
}

function share(scene: Scene, t: number, target: Target): Float64Array {
  const key = `share.${target.key}.${t}`
  const known = scene.kept.get(key)
  if (known) return known
  const made = product(target, t)
  scene.kept.set(key, made)
  return made
}

/** Adds up from the nearest later step whose sum is still known, or from the end of the pass. */
function sum(scene: Scene, k: number, t: number, target: Target): Float64Array {
  const keyAt = (at: number): string => `sum.${target.key}.${at}`
  const missing: number[] = []
  let known: Float64Array | undefined
  for (let at = t; !known && scene.isInside(at); at = scene.after(k, at)) {
    known = scene.kept.get(keyAt(at))
    if (!known) missing.push(at)
  }
  let total = known
  for (const at of missing.reverse()) {
    const next = product(target, at)
    if (total) for (let i = 0; i < next.length; i++) next[i] += total[i]
    scene.kept.set(keyAt(at), next)
    total = next
  }
  return total!
}

/** sum_b d[i,b] x[j,b], or sum_b d[i,b], row-major. */
function product({ block, isBias, pairAt }: Target, t: number): Float64Array {
  const { d, x } = pairAt(t)
  const { rows, cols } = block
  const out = new Float64Array(rows * cols)
  const right = new Float64Array(cols).fill(1)
  for (let b = 0; b < d.cols; b++) {
    if (!isBias) for (let j = 0; j < cols; j++) right[j] = x.at(j, b)
    for (let i = 0; i < rows; i++) {
      const left = d.at(i, b)
      for (let j = 0; j < cols; j++) out[i * cols + j] += left * right[j]
    }
  }
  return out
}
