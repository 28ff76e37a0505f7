import { logColumnNames } from '../store/arrowLog'
import type { StoredRun } from '../store/runFolder'
import type { FileFormat } from './exportFormat'

/** Lines of text that are written together. */
const LINES = 10_000

/** A number as text that reads back to the same bits. */
export function exact(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/**
 * The log as CSV, in pieces: `update,loss,gradNorm,gradNormClipped,lr,ms`, numbers that read back to the same
 * bits, `NaN` and `Infinity` as pandas reads them.
 */
export function* csvOf({ log: { columns, first } }: Pick<StoredRun, 'log'>): Generator<string> {
  yield `update,${logColumnNames.join(',')}\n`
  const { loss, gradNorm, gradNormClipped, lr, ms } = columns
  for (let from = 0; from < loss.length; from += LINES) {
    let text = ''
    for (let i = from; i < Math.min(loss.length, from + LINES); i++) {
      const norms = `${exact(gradNorm[i]!)},${exact(gradNormClipped[i]!)}`
      text += `${first + i},${exact(loss[i]!)},${norms},${exact(lr[i]!)},${exact(ms[i]!)}\n`
    }
    yield text
  }
}

export const csv: FileFormat = {
  ...{ makes: 'file', options: [] },
  summary: 'a line an update, with numbers that read back to the same bits',
  write: ({ stored }) => csvOf(stored),
}
