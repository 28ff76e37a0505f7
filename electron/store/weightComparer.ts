import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, failInWords, succeed } from '../../core/contract/result'
import type { WeightComparison } from '../../core/contract/weights'
import { providedData } from '../../core/data/table'
import { dataOf } from '../../core/experiment/ownData'
import { showPath } from '../../core/text/foreign'
import type { CompareReport, RunInStep } from '../worker/compareWeights'
import { folderOf } from './catalog'
import { readBytes } from './files'
import { checkpointPath, openRunFolder } from './runFolder'
import { StoreError } from './storeError'
import { tuningEventsIn } from './storedState'

/** A thread that compares, as its host uses it. */
export interface CompareThread {
  terminate(): Promise<number>
  on(event: 'message', listener: (report: CompareReport) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
}

/** Compares the weights of two runs of the data folder, one comparison at a time. */
export interface WeightComparer {
  /** Ends the comparison before. Resolves as `cancelled` where it is ended itself. */
  compare(runIds: readonly [string, string]): Promise<Result<WeightComparison>>
  cancel(): void
}

export interface WeightComparerOptions {
  readonly data: string
  spawn(runs: readonly [RunInStep, RunInStep]): CompareThread
  /** Hears some times a second how far it is. */
  compared(soFar: WeightComparison): void
}

const cancelled = fail('cancelled', reason('comparisonGivenUp'))

export function createWeightComparer({ data, spawn, compared }: WeightComparerOptions): WeightComparer {
  let giveUp: (() => void) | null = null

  async function compareIn(
    runIds: readonly [string, string],
    signal: AbortSignal,
  ): Promise<Result<WeightComparison>> {
    const folders = [await folderOf(data, runIds[0]), await folderOf(data, runIds[1])] as const
    const [one, other] = [await readRun(folders[0]), await readRun(folders[1])]
    if (one.first !== other.first) {
      return fail('invalidRequest', reason('beginApart', { first: one.first + 1, second: other.first + 1 }))
    }
    if (signal.aborted) return cancelled
    const thread = spawn([one, other])
    try {
      return await new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(cancelled))
        thread.on('error', (error) => resolve(failInWords('workerFailed', String(error))))
        thread.on('message', (report) => {
          if (report.type === 'unlike') {
            const { which, update, loss, logged } = report
            const numbers = { update: update + 1, loss: String(loss), expected: String(logged) }
            return resolve(
              fail('invalidRequest', reason('notReproduced', { path: showPath(folders[which]), ...numbers })),
            )
          }
          const comparison = { ...report.comparison, runIds: [...runIds] as [string, string] }
          if (report.isOver) resolve(succeed(comparison))
          else if (!signal.aborted) compared(comparison)
        })
      })
    } finally {
      void thread.terminate()
    }
  }

  return {
    async compare(runIds) {
      giveUp?.()
      const controller = new AbortController()
      const mine = () => controller.abort()
      giveUp = mine
      try {
        return await compareIn(runIds, controller.signal)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return fail(error.code, error.reason)
      } finally {
        if (giveUp === mine) giveUp = null
      }
    },
    cancel: () => giveUp?.(),
  }
}

/** A run as it is made again. */
async function readRun(folder: string): Promise<RunInStep & { readonly first: number }> {
  const { experiment, log, events, checkpoints } = await openRunFolder(folder)
  const { first } = log
  const path = checkpointPath(folder, first)
  if (first > 0 && !checkpoints.includes(first)) {
    throw new StoreError(reason('branchLost', { path: showPath(path) }))
  }
  const reading = dataOf(experiment.task)
  return {
    ...{ first, experiment },
    data: reading ? providedData(reading) : null,
    // Without one it begins with the weights that its experiment draws.
    checkpoint: checkpoints.includes(first) ? await readBytes(path) : null,
    tuningEvents: tuningEventsIn(events, log.length),
    losses: log.columns.loss.slice(),
  }
}
