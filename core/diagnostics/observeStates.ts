import { stateOffset } from '../cells/cell'
import type { Observation } from '../contract/observation'
import type { Floats } from '../math/floats'
import type { Trainer } from '../train/trainer'
import { inSequence, topCell } from './newestPass'

/** States and gates of the first sequence in the top layer's forward direction. */
export function observeStates(trainer: Trainer): Observation['states'] {
  const sample = trainer.sample()
  if (!sample) return null
  const { name, cell } = topCell(trainer)
  const { seqLen, batch, hiddenSize: H } = cell.sizes
  /** The first item's row of every step, the first of which begins at `first`. */
  const rows = (from: Floats, first: number): Float64Array => {
    const found = new Float64Array(cell.steps * H)
    for (let t = 0; t < cell.steps; t++) {
      const at = first + t * batch * H
      found.set(from.subarray(at, at + H), t * H)
    }
    return inSequence(found, trainer, H)
  }
  const gates = cell.kind.gateNames.map((gate, q) => ({
    gate,
    values: rows(cell.gates, q * seqLen * batch * H),
  }))
  return {
    layer: name,
    sample,
    seqLen: trainer.task.shape.seqLen,
    hiddenSize: H,
    h: rows(cell.h, stateOffset(cell, 0)),
    c: cell.c && rows(cell.c, stateOffset(cell, 0)),
    // The plain net's only "gate" is the state itself.
    gates: gates.filter(({ gate }) => gate !== 'h'),
  }
}
