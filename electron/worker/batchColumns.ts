import type { Columns } from '../../core/contract/run'

const FIRST_CAPACITY = 1024

/**
 * Collects the figures of updates until they are sent; pushing allocates only when a batch outgrows all
 * before.
 */
export interface BatchColumns {
  readonly length: number
  push(loss: number, gradNorm: number, gradNormClipped: number, lr: number): void
  /**
   * The collected columns in buffers of their own, no longer than they are; the collection is empty
   * afterwards.
   */
  take(): { firstUpdate: number; columns: Columns }
}

/** `firstUpdate` is the first that will be pushed. */
export function createBatchColumns(firstUpdate = 0): BatchColumns {
  let loss = new Float64Array(FIRST_CAPACITY)
  let gradNorm = new Float64Array(FIRST_CAPACITY)
  let gradNormClipped = new Float64Array(FIRST_CAPACITY)
  let lr = new Float64Array(FIRST_CAPACITY)
  let length = 0

  const grown = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
    const larger = new Float64Array(column.length * 2)
    larger.set(column)
    return larger
  }

  return {
    get length() {
      return length
    },
    push(newLoss, newGradNorm, newGradNormClipped, newLr) {
      if (length === loss.length) {
        loss = grown(loss)
        gradNorm = grown(gradNorm)
        gradNormClipped = grown(gradNormClipped)
        lr = grown(lr)
      }
      loss[length] = newLoss
      gradNorm[length] = newGradNorm
      gradNormClipped[length] = newGradNormClipped
      lr[length] = newLr
      length++
    },
    take() {
      const batch = {
        firstUpdate,
        columns: {
          loss: loss.slice(0, length),
          gradNorm: gradNorm.slice(0, length),
          gradNormClipped: gradNormClipped.slice(0, length),
          lr: lr.slice(0, length),
        },
      }
      firstUpdate += length
      length = 0
      return batch
    },
  }
}
