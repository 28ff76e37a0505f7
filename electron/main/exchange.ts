import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { NextStates } from '../../core/contract/inside'
import type { ExportFormatName, ExportRequest } from '../../core/contract/exchange'
import { MOST_IMPORTED_BYTES } from '../../core/contract/exchange'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import { showText } from '../../core/text/foreign'
import type { ExchangeAnswer, ExchangeRequest } from '../exchange/thread/messages'
import { folderOf } from '../store/catalog'
import { fileReason } from '../store/files'
import { StoreError } from '../store/storeError'
import { refused, telling } from './exchangeAnswers'
import { fileName } from './fileName'

/** What the files of a format end with; of a folder its name. */
const ENDINGS: Readonly<Record<ExportFormatName, string>> = {
  ...{ csv: '.csv', parquet: '.parquet', json: '.json', tensorboard: '-tensorboard' },
  ...{ svg: '.svg', png: '.png', html: '.html' },
  ...{ safetensors: '.safetensors', onnx: '.onnx', numpy: '-numpy', pytorch: '-pytorch' },
  ...{ experiment: '.json', zip: '.zip' },
}

export interface ExchangeParts {
  /** The data folder. */
  readonly data: string
  /** Of the app. */
  readonly version: string
  /** Asks the person where something is written, offering a name; null where it is not to be. */
  askWhere(offered: { readonly name: string; readonly ending: string }): Promise<string | null>
  /** Exports or imports, beside what the windows do. */
  work(request: ExchangeRequest): Promise<ExchangeAnswer>
}

/** Runs written for other programs, and files taken in as runs, for the windows. */
export interface Exchange {
  export(request: ExportRequest): Promise<Result<{ path: string | null; told: Reason[] }>>
  import(file: string, bytes: Uint8Array): Promise<Result<{ runId: string; told: Reason[] }>>
  /** What a run's network makes of the sequence that it would see next. */
  states(runId: string): Promise<Result<NextStates>>
}

export function createExchange({ data, version, askWhere, work }: ExchangeParts): Exchange {
  return {
    export: ({ runId, format, name, update, chart, language }) =>
      telling(async (): Promise<Result<{ path: string | null; told: Reason[] }>> => {
        const folder = await folderOf(data, runId)
        const ending = ENDINGS[format]
        const out = await askWhere({ name: `${fileName(name)}${ending}`, ending })
        if (out === null) return succeed({ path: null, told: [] })
        const request = { kind: 'export' as const, folder, format, out, update }
        const answer = await work({ ...request, chart: { ...chart, language } })
        return answer.ok ? succeed({ path: out, told: [...answer.told] }) : refused(answer)
      }),
    states: (runId) =>
      telling(async () => {
        const answer = await work({ kind: 'states', folder: await folderOf(data, runId) })
        return answer.ok && answer.states ? succeed(answer.states) : refused(answer)
      }),
    import: (file, bytes) =>
      telling(async () => {
        if (bytes.length > MOST_IMPORTED_BYTES) {
          return fail('unreadableFile', reason('tooLarge', { path: file, most: MOST_IMPORTED_BYTES }))
        }
        const waiting = join(data, `.${randomUUID()}.taken`)
        const path = join(waiting, basename(file))
        try {
          await mkdir(waiting, { recursive: true })
          await writeFile(path, bytes)
          const answer = await work({ kind: 'import', path, name: showText(file), data, version })
          if (!answer.ok || answer.runId === null) return refused(answer)
          return succeed({ runId: answer.runId, told: [...answer.told] })
        } catch (error) {
          throw new StoreError(reason('cannotWrite', { path: showText(file), why: fileReason(error) }))
        } finally {
          await rm(waiting, { recursive: true, force: true }).catch(() => undefined)
        }
      }),
  }
}
