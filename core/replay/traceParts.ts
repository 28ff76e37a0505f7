import type { Cell } from '../cells/cell'
import type { OptimizerSettings } from '../experiment/experiment'
import { lossKinds, type LossName } from '../kinds/losses'
import type { CellTrace, ForwardTrace, OutputTrace, Trace, TraceTensor } from '../contract/trace'
import type { Floats } from '../math/floats'
import { weightDecayOf } from '../optim/optimizer'
import type { BpttWindow } from '../train/bpttWindow'

/** A float64 copy. */
export function widen(floats: Floats): Float64Array {
  return Float64Array.from(floats)
}

/** A float64 copy of the first numbers of a buffer, as a tensor of this shape. */
export function view(floats: Floats | Int32Array, ...shape: number[]): TraceTensor {
  const length = shape.reduce((product, extent) => product * extent, 1)
  return { shape, data: Float64Array.from(floats.subarray(0, length)) }
}

/** The used part of a cell's buffer of gates: those lie `seqLen` steps apart, also after a shorter pass. */
function gatesOf(
  { steps, kind, sizes: { batch, hiddenSize: H, seqLen } }: Cell,
  floats: Floats,
): TraceTensor {
  const numGates = kind.gateNames.length
  const data = new Float64Array(numGates * steps * batch * H)
  for (let q = 0; q < numGates; q++) {
    const from = q * seqLen * batch * H
    data.set(floats.subarray(from, from + steps * batch * H), q * steps * batch * H)
  }
  return { shape: [numGates, steps, batch, H], data }
}

/** Copies what a cell's last forward pass left. */
export function traceForward(cell: Cell): ForwardTrace {
  const { steps, kind, activations } = cell
  const { batch, hiddenSize: H } = cell.sizes
  // Behind the states and the gates comes what the cell keeps besides, if anything.
  const extra = activations.at(kind.hasCellState ? 3 : 2)
  return {
    h: view(cell.h, steps + 1, batch, H),
    c: cell.c && view(cell.c, steps + 1, batch, H),
    gates: gatesOf(cell, cell.gates),
    extra: extra ? view(extra, steps, batch, H) : null,
  }
}

/** Copies what a cell's last passes left. */
export function traceCell(cell: Cell, layer: number): CellTrace {
  const { steps } = cell
  const { batch, hiddenSize: H } = cell.sizes
  return {
    layer,
    isReversed: cell.isReversed,
    ...traceForward(cell),
    gradH: view(cell.gradH, steps, batch, H),
    gradC: cell.gradC && view(cell.gradC, steps, batch, H),
    gradGates: gatesOf(cell, cell.gradGates),
    gradH0: view(cell.gradH0, batch, H),
    gradC0: cell.gradC0 && view(cell.gradC0, batch, H),
  }
}

/** Scores, targets and dL/dscores of a window. */
export function traceOutput(
  { supervised, numSupervised: S, classes, values, gradScores }: BpttWindow,
  scores: Float64Array,
  kind: LossName,
  batch: number,
  outputSize: number,
  loss: number,
): OutputTrace {
  const steps = [...supervised.keys()].filter((t) => supervised[t] !== 0)
  return {
    kind,
    steps,
    scores: view(scores, S, batch, outputSize),
    target:
      lossKinds[kind].targets === 'classes' ? view(classes, S, batch) : view(values, S, batch, outputSize),
    gradScores: view(gradScores, S, batch, outputSize),
    givenGradH: null,
    loss,
  }
}

/** The optimizer's settings as they applied to its update `t`, counted from 1. */
export function traceOptimizer(settings: OptimizerSettings, lr: number, t: number): Trace['optimizer'] {
  const { name, momentum, alpha, beta1, beta2, eps } = settings
  return { name, lr, t, weightDecay: weightDecayOf(settings), momentum, alpha, beta1, beta2, eps }
}
