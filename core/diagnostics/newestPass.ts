import type { Cell } from '../cells/cell'
import type { Trainer } from '../train/trainer'

/** `l0`, `l0_reverse`, ...: a direction of a layer as in its parameters' names. */
export function layerName(layer: number, { isReversed }: Pick<Cell, 'isReversed'>): string {
  return `l${layer}${isReversed ? '_reverse' : ''}`
}

/** Every cell with its name, layer by layer, the forward direction first. */
export function namedCells({ model }: Trainer): { name: string; cell: Cell }[] {
  return model.layers.flatMap((cells, l) => cells.map((cell) => ({ name: layerName(l, cell), cell })))
}

/** The top layer's forward direction. */
export function topCell({ model: { layers } }: Trainer): { name: string; cell: Cell } {
  const cell = layers[layers.length - 1][0]
  return { name: layerName(layers.length - 1, cell), cell }
}

/**
 * A column of a pass, (steps, width), at its place in the whole sequence, (seqLen, width): with truncated
 * BPTT a pass sees a window only, and the steps outside are NaN.
 */
export function inSequence(column: Float64Array, trainer: Trainer, width = 1): Float64Array {
  const { seqLen } = trainer.task.shape
  if (column.length === seqLen * width) return column
  const whole = new Float64Array(seqLen * width).fill(NaN)
  whole.set(column, trainer.stream.newest.firstStep * width)
  return whole
}

/**
 * What `read` finds after the newest update's backward pass, made again with nothing clipped. The pass is
 * made as it was afterwards, so that gradients, norms and buffers are left as they were found.
 *
 * The parameters have to be those of the pass.
 */
export function readUnclipped<T>(trainer: Trainer, read: () => T): T {
  const { model, stream, clippedAt, experiment } = trainer
  const { gradScores } = stream.newest
  model.zeroGrad()
  model.backward(gradScores)
  const found = read()
  if (experiment.clip.mode === 'step') {
    model.zeroGrad()
    model.backward(gradScores, { stepThreshold: clippedAt })
  } else {
    trainer.backward(stream.newest, clippedAt)
  }
  return found
}
