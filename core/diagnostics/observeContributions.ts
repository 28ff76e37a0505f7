import type { Cell } from '../cells/cell'
import type { Observation } from '../contract/observation'
import { allocate } from '../kernels/backends'
import { norm } from '../kernels/norms'
import type { Floats } from '../math/floats'
import type { Trainer } from '../train/trainer'
import { MAX_VIEW_WORK } from '../experiment/viewLimits'
import { inSequence, layerName } from './newestPass'

type Layer = NonNullable<Observation['contributions']>['layers'][number]
type Split = Layer['h']

/** Says where the gradients of the newest pass come from, step by step. */
export interface ContributionsProbe {
  /** Null for a network in which it would be too much work. */
  measure(): Observation['contributions']
}

/**
 * What each step contributes to the parameters' gradients, and how dL/dh_t is made up, in every direction of
 * every layer:
 *
 *     dW = sum over t of dW|_t              dW|_t = d_t x_tᵀ summed over the batch
 *     dL/dh_t = outside_t + sum over the paths p from step t + 1 of p_t
 *
 * where outside_t comes from the output or the layer above, and the paths are those of the cell's equations:
 * Wᵀ da of each block of weights, z * dh of the GRU, dh itself of the residual cell. The LSTM's dL/dc_t is f
 * * dc of step t + 1 plus what comes through h_t. Both sums are those that training computes, taken apart by
 * the same kernels, so they hold to rounding. All is before clipping by the norm or by value; clipping inside
 * the recurrence is part of the pass: where it cut a step down, the total is that much smaller than the sum
 * of its paths.
 *
 * Needs the forward and the backward pass and the weights of one update. The parameters' gradients are
 * overwritten meanwhile and put back; training sees no change. Cost: about one backward pass.
 * @see Qiu, "Neural Networks and Deep Learning", eq. 6.39: dL/dU as a sum over t and k; Pascanu, Mikolov and
 * Bengio, "On the Difficulty of Training Recurrent Neural Networks" (2013), eq. 3 to 5: temporal components.
 */
export function createContributionsProbe(trainer: Trainer): ContributionsProbe {
  const { model, stream } = trainer
  const { seqLen, batch, dtype } = model.sizes
  /** One, since the kernels' memory is not given back. */
  let outside: Floats | null = null

  function layersOf(l: number): Layer[] {
    const cells = model.layers[l]
    const width = cells.length * cells[0].sizes.hiddenSize
    outside ??= allocate(dtype, seqLen * batch * width)
    model.computeGradOutput(l, stream.newest.gradScores, outside)
    const fromOutside = outside
    return cells.map((cell, d) => {
      const ofCell = outsideNorms(cell, fromOutside, d * cell.sizes.hiddenSize, width)
      const { h, c } = splitsOf(cell, ofCell)
      const place = (column: Float64Array): Float64Array => inSequence(column, trainer)
      const placed = ({ total, paths }: Split): Split => ({
        total: place(total),
        paths: paths.map(({ name, norms }) => ({ name, norms: place(norms) })),
      })
      const parameters = contributionNorms(cell, model.inputOf(l))
      return {
        name: layerName(l, cell),
        parameters: parameters.map(({ name, norms }) => ({ name, norms: place(norms) })),
        h: placed(h),
        c: c && placed(c),
      }
    })
  }

  return {
    measure() {
      const work = model.layers.flat().reduce((sum, cell) => sum + workOf(cell), 0)
      return work > MAX_VIEW_WORK ? null : { layers: model.layers.flatMap((_, l) => layersOf(l)) }
    },
  }
}

/** Multiply-adds of its products: the contributions, which are gone over twice, the paths, dL/dx. */
function workOf({ steps, kind, sizes: { batch, inputSize, hiddenSize } }: Cell): number {
  return steps * (batch + 2) * kind.gateNames.length * hiddenSize * 2 * (inputSize + hiddenSize)
}

/** ||dW|_t|| of every parameter of a cell, (steps) each. Leaves their gradients as they were. */
function contributionNorms(
  cell: Cell,
  { x, offset }: { readonly x: Floats; readonly offset: number },
): Layer['parameters'] {
  const { weightIh, weightHh, biasIh, biasHh } = cell.parameters
  const parameters = [weightIh, weightHh, biasIh, biasHh].filter((parameter) => parameter !== null)
  const kept = parameters.map(({ grad }) => grad.slice())
  const norms = parameters.map(() => new Float64Array(cell.steps))
  for (let t = 0; t < cell.steps; t++) {
    for (const { grad } of parameters) grad.fill(0)
    cell.accumulateStepGradients(x, offset, t)
    parameters.forEach(({ grad }, p) => (norms[p][t] = norm(grad, 0, grad.length)))
  }
  parameters.forEach(({ grad }, p) => grad.set(kept[p]))
  return parameters.map(({ name }, p) => ({ name, norms: norms[p] }))
}

/**
 * Norms of the part of `gradOutput`, (steps, B, width), that reaches a cell's states: H columns from `column`
 * on.
 */
function outsideNorms(
  { steps, sizes: { batch, hiddenSize: H } }: Cell,
  gradOutput: Floats,
  column: number,
  width: number,
): Float64Array {
  const rows = new Float64Array(batch * H)
  return Float64Array.from({ length: steps }, (_, t) => {
    for (let b = 0; b < batch; b++) {
      const from = (t * batch + b) * width + column
      rows.set(gradOutput.subarray(from, from + H), b * H)
    }
    return norm(rows, 0, rows.length)
  })
}

/** Norms of dL/dh_t and dL/dc_t and of what each path brings to them, (steps) each. */
function splitsOf(cell: Cell, outside: Float64Array): { readonly h: Split; readonly c: Split | null } {
  const { steps } = cell
  const block = cell.sizes.batch * cell.sizes.hiddenSize
  const totals = (grad: Floats): Float64Array =>
    Float64Array.from({ length: steps }, (_, t) => norm(grad, t * block, block))
  const h: Split = { total: totals(cell.gradH), paths: [{ name: 'outside', norms: outside }] }
  const c: Split | null = cell.gradC && { total: totals(cell.gradC), paths: [] }
  const columns = { h: new Map<string, Float64Array>(), c: new Map<string, Float64Array>() }
  for (let t = 0; t < steps; t++) {
    for (const { to, name, values } of cell.gradientPaths(t)) {
      const column = columns[to].get(name) ?? new Float64Array(steps)
      column[t] = norm(values, 0, block)
      columns[to].set(name, column)
    }
  }
  for (const [name, norms] of columns.h) h.paths.push({ name, norms })
  for (const [name, norms] of columns.c) c?.paths.push({ name, norms })
  return { h, c }
}
