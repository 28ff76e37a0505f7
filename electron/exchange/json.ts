import type { Parameter } from '../../core/nn/parameter'
import { logColumnNames } from '../store/arrowLog'
import { StoreError } from '../store/storeError'
import { exact } from './csv'
import type { ExportSource, FileFormat } from './exportFormat'

/** Numbers of a list that are written together. */
const NUMBERS = 10_000

/**
 * The run as one JSON document, in pieces: its experiment, its events, a list of numbers a column of the log,
 * where null stands for what JSON does not have (NaN and infinity), and the weights after `weights.update`
 * updates, nested as their shapes say, or null where there are none.
 */
async function* jsonOf(source: ExportSource): AsyncGenerator<string> {
  const { run, experiment, notes, events, log, status } = source.stored
  const head = JSON.stringify({ ...run, status, notes, experiment, events })
  yield `${head.slice(0, -1)},"log":{"update":[`
  const { length } = log.columns.loss
  yield* list(length, (i) => String(log.first + i))
  for (const name of logColumnNames) {
    yield `],"${name}":[`
    const column = log.columns[name]
    yield* list(length, (i) => (Number.isFinite(column[i]) ? exact(column[i]!) : 'null'))
  }
  yield ']},"weights":'
  yield* weightsOf(source)
  yield '}\n'
}

function* list(length: number, textAt: (i: number) => string): Generator<string> {
  for (let from = 0; from < length; from += NUMBERS) {
    const texts = Array.from({ length: Math.min(NUMBERS, length - from) }, (_, i) => textAt(from + i))
    yield (from === 0 ? '' : ',') + texts.join(',')
  }
}

async function* weightsOf({ trainer, update, tell }: ExportSource): AsyncGenerator<string> {
  // The log is worth having without them, unless they were asked for.
  const found = await trainer().catch((error: unknown) => {
    if (update !== undefined || !(error instanceof StoreError)) throw error
    tell(error.reason)
    return null
  })
  if (!found) return yield 'null'
  yield `{"update":${found.progress.update},"parameters":{`
  for (const [p, parameter] of found.model.parameters.entries()) {
    yield `${p > 0 ? ',' : ''}"${parameter.name}":${nested(parameter)}`
  }
  yield '}}'
}

/** Values in brackets, as the shape says. */
function nested({ value, shape: [rows = 0, columns] }: Parameter): string {
  if (columns === undefined) return `[${Array.from(value, exact).join(',')}]`
  const row = (r: number) =>
    `[${Array.from(value.subarray(r * columns, (r + 1) * columns), exact).join(',')}]`
  return `[${Array.from({ length: rows }, (_, r) => row(r)).join(',')}]`
}

export const json: FileFormat = {
  ...{ makes: 'file', options: ['update'] },
  summary: 'experiment, events, log and weights in one document; null stands for NaN and infinity',
  write: jsonOf,
}
