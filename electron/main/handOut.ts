import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chartSizes, type CopyChartRequest, type PackRequest } from '../../core/contract/exchange'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import { folderOf } from '../store/catalog'
import { fileReason } from '../store/files'
import { StoreError } from '../store/storeError'
import type { ExchangeParts } from './exchange'
import { refused, telling } from './exchangeAnswers'
import { fileName } from './fileName'

/** Pixels of a copied picture for each CSS pixel. */
const SCALE = 2

export interface HandOutParts extends Pick<ExchangeParts, 'data' | 'work'> {
  /** Where a folder for what waits to be taken is made. */
  readonly temporary: string
  /** Begins the system's drag of a file, from a window whose button is held. */
  startDrag(windowId: number, file: string): void
  /** Puts a PNG on the clipboard. */
  copyPicture(png: Buffer): Promise<void>
}

type Told = Result<{ told: Reason[] }>

/** What leaves a window without a dialog: a run that is dragged out, a picture that is copied. */
export interface HandOut {
  pack(request: PackRequest): Promise<Told>
  drag(runId: string, windowId: number): Result<Record<never, never>>
  copyChart(request: CopyChartRequest): Promise<Told>
  /** Takes away what waits. */
  dispose(): Promise<void>
}

export function createHandOut({ data, work, temporary, startDrag, copyPicture }: HandOutParts): HandOut {
  let waiting: Promise<string> | null = null
  /** The zips that can be dragged, by their runs. */
  const packed = new Map<string, string>()

  /** A folder of its own for what one run hands out. */
  async function placeOf(runId: string): Promise<string> {
    try {
      waiting ??= mkdtemp(join(temporary, 'unroll-'))
      const place = join(await waiting, runId)
      await mkdir(place, { recursive: true })
      return place
    } catch (error) {
      // Asked again, it is tried again.
      waiting = null
      throw new StoreError(reason('cannotWrite', { path: temporary, why: fileReason(error) }))
    }
  }

  return {
    pack: ({ runId, name }) =>
      telling(async (): Promise<Told> => {
        const folder = await folderOf(data, runId)
        const out = join(await placeOf(runId), `${fileName(name)}.zip`)
        const answer = await work({ kind: 'export', folder, format: 'zip', out, update: null, chart: null })
        if (!answer.ok) return refused(answer)
        packed.set(runId, out)
        return succeed({ told: [...answer.told] })
      }),
    drag(runId, windowId) {
      const file = packed.get(runId)
      if (file === undefined) return fail('noSuchRun', reason('notPacked', { id: runId }))
      startDrag(windowId, file)
      return succeed({})
    },
    copyChart: ({ runId, ...chart }) =>
      telling(async (): Promise<Told> => {
        const folder = await folderOf(data, runId)
        const out = join(await placeOf(runId), `${chart.chart}.png`)
        const look = { ...chartSizes[0], ...chart, scale: SCALE, caption: '', hasSettings: false }
        try {
          const answer = await work({ kind: 'export', folder, format: 'png', out, update: null, chart: look })
          if (!answer.ok) return refused(answer)
          await copyPicture(await readFile(out))
          return succeed({ told: [...answer.told] })
        } finally {
          await rm(out, { force: true }).catch(() => undefined)
        }
      }),
    async dispose() {
      const folder = await waiting?.catch(() => null)
      if (folder) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}
