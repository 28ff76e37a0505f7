import type { Trainer } from '../train/trainer'
import { longestLead } from './traceLead'

/** The most numbers that a trace may hold: 128 MB. */
export const MAX_TRACE_NUMBERS = 16e6

/** Whether an update of this run is small enough to be traced. */
export function isTraceable(trainer: Trainer): boolean {
  return traceSize(trainer) <= MAX_TRACE_NUMBERS
}

/** An update is too large to be traced. */
export class TraceSizeError extends RangeError {
  override readonly name = 'TraceSizeError'

  constructor(readonly numbers: number) {
    super(`one update of this experiment has about ${numbers} numbers, expected at most ${MAX_TRACE_NUMBERS}`)
  }
}

/** @throws {TraceSizeError} if it is not. */
export function requireTraceable(trainer: Trainer): void {
  if (!isTraceable(trainer)) throw new TraceSizeError(traceSize(trainer))
}

/** About how many numbers a trace of this run's updates holds. */
function traceSize({ model, stream, numParameters, optimizer }: Trainer): number {
  // The first window is the longest, and as long as the cells' buffers.
  const leads = longestLead(stream.windows) / stream.windows[0].supervised.length
  const ofCells = model.layers
    .flat()
    .map(({ h, gates, gradH }) => (1 + leads) * (h.length + gates.length) + gates.length + gradH.length)
  const { embedding, dropoutMasks } = model
  const others =
    2 * (embedding?.output.length ?? 0) + dropoutMasks.reduce((sum, mask) => sum + mask.length, 0)
  const perParameter = 4 + 2 * (optimizer.buffers[0]?.length ?? 0)
  const numbers = Math.round(ofCells.reduce((sum, ofCell) => sum + ofCell, 0))
  return numbers + others + numParameters * perParameter
}
