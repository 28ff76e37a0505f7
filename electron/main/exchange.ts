import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { NextStates } from '../../core/contract/inside'
import type { ExportFormatName, ExportRequest, ImportFolderRequest } from '../../core/contract/exchange'
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
  /** A run's folder, of which the window has all files. */
  importFolder(
    folder: string,
    files: ImportFolderRequest['files'],
  ): Promise<Result<{ runId: string; told: Reason[] }>>
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
        if (bytes.length > MOST_IMPORTED_BYTES) return tooLarge(file)
        const name = basename(file)
        return takeIn(file, name, (waiting) => writeFile(join(waiting, name), bytes))
      }),
    importFolder: (folder, files) =>
      telling(async () => {
        const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
        if (total > MOST_IMPORTED_BYTES) return tooLarge(folder)
        return takeIn(folder, 'run', async (waiting) => {
          for (const { path, bytes } of files) {
            const target = join(waiting, 'run', path)
            await mkdir(dirname(target), { recursive: true })
            await writeFile(target, bytes)
          }
        })
      }),
  }

  /**
   * Imports what `write` puts under `name` into a folder that goes again, as what the person calls `shown`.
   */
  async function takeIn(
    shown: string,
    name: string,
    write: (waiting: string) => Promise<void>,
  ): Promise<Result<{ runId: string; told: Reason[] }>> {
    const waiting = join(data, `.${randomUUID()}.taken`)
    try {
      await mkdir(waiting, { recursive: true })
      await write(waiting)
      const path = join(waiting, name)
      const answer = await work({ kind: 'import', path, name: showText(shown), data, version })
      if (!answer.ok || answer.runId === null) return refused(answer)
      return succeed({ runId: answer.runId, told: [...answer.told] })
    } catch (error) {
      throw new StoreError(reason('cannotWrite', { path: showText(shown), why: fileReason(error) }))
    } finally {
      await rm(waiting, { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

const tooLarge = (path: string): Result<never> =>
  fail('unreadableFile', reason('tooLarge', { path: showText(path), most: MOST_IMPORTED_BYTES }))
