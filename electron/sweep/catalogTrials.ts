import { join } from 'node:path'
import { reason } from '../../core/contract/reasons'
import { succeed, whyOf, type Result } from '../../core/contract/result'
import type { Experiment } from '../../core/experiment/experiment'
import { areEqualExperiments } from '../../core/sweep/canonical'
import { showPath } from '../../core/text/foreign'
import type { Run, RunListener } from '../runs/run'
import type { InStep } from '../worker/inStep'
import { createPair } from '../worker/inStep'
import type { RunCatalog } from '../runs/runCatalog'
import type { RunStart } from '../runs/startRun'
import { runsIn } from '../store/catalog'
import { isMissing, RUN } from '../store/files'
import type { StoredRun } from '../store/runFolder'
import { openRunFolder } from '../store/runFolder'
import { StoreError } from '../store/storeError'
import { threadsOfTrial } from './trainRun'
import type { QueuedTrial } from './trialQueue'
import type { LossFigures } from './trialResult'
import { createLossFigures, resultOf, storedResult } from './trialResult'
import type { ProgressListener, ReadyTrial, Training, TrialTrainer } from './trialTrainer'

export interface CatalogTrials {
  readonly trainer: TrialTrainer
  /** Has to hear of the catalog's runs. */
  readonly listener: RunListener
}

export interface CatalogTrialsOptions {
  readonly catalog: Pick<RunCatalog, 'trainAside' | 'forget'>
  /** The data folder. */
  readonly data: string
  /** Takes a kept run into the catalog. */
  open(runId: string, along?: Pick<RunStart, 'inStep'>): Promise<Result<Run>>
}

interface Follower {
  logged(losses: Float64Array, update: number): void
  ended(run: Run): void
}

/**
 * Trains trials as runs of the catalog: they wait for their turn among all others, are seen and commanded
 * like any run, and leave the catalog when they have ended. What lies in the folder of a trial is taken as it
 * is where it has ended, and gone on with where it has not.
 */
export function createCatalogTrials({ catalog, data, open }: CatalogTrialsOptions): CatalogTrials {
  const followers = new Map<string, Follower>()
  const pairs = new Map<string, { readonly ends: readonly [InStep, InStep]; readonly ids: string[] }>()

  /** Twins train in step, update by update. */
  function inStepOf({ id, group }: QueuedTrial): { readonly inStep?: InStep } {
    if (group.kind !== 'twin') return {}
    const pair = pairs.get(group.id) ?? { ends: createPair(), ids: [] }
    pairs.set(group.id, pair)
    if (!pair.ids.includes(id)) pair.ids.push(id)
    const end = pair.ends[pair.ids.indexOf(id)]
    return end ? { inStep: end } : {}
  }

  function training(
    id: string,
    figures: LossFigures,
    progressed: ProgressListener,
    begin: () => Promise<Result<Run>>,
  ): Training {
    let finish: (run: Run) => void
    const ended = new Promise<Run>((resolve) => (finish = resolve))
    followers.set(id, {
      logged(losses, update) {
        figures.take(losses)
        progressed(update, figures.smoothedLoss)
      },
      ended: (run) => finish(run),
    })
    const begun = begin().then((run) => {
      if (run.ok) return run.value
      throw new StoreError(whyOf(run.error))
    })

    async function result() {
      try {
        await begun
        const run = await ended
        // What it has come to stands in its folder by then.
        await run.host.rest()
        const result = resultOf(run.state, figures)
        await catalog.forget(id)
        return result
      } finally {
        followers.delete(id)
      }
    }

    const withRun = (act: (run: Run) => Promise<unknown>) => begun.then(act, () => undefined)
    return {
      over: begun.then(
        () => ended.then(() => undefined),
        () => undefined,
      ),
      result: result(),
      pause: () => withRun(({ host }) => host.pause()),
      resume: () => withRun(({ host }) => host.resume()),
      stop: () => void withRun(({ host }) => host.stop()),
    }
  }

  const asTrained = (experiment: Experiment): Experiment => ({
    ...experiment,
    train: { ...experiment.train, threads: threadsOfTrial(experiment) },
  })

  function made(trial: QueuedTrial): ReadyTrial {
    const { id, experiment, group } = trial
    return {
      update: 0,
      begin: (progressed) =>
        training(id, createLossFigures(), progressed, () =>
          catalog.trainAside({
            ...{ runId: id, group, kept: experiment, experiment: asTrained(experiment) },
            ...{ speed: null, paused: false, views: [], ...inStepOf(trial) },
          }),
        ),
      discard: () => Promise.resolve(),
    }
  }

  function found(
    trial: QueuedTrial,
    folder: string,
    stored: StoredRun,
  ): ReadyTrial | { result: ReturnType<typeof resultOf> } {
    if (!areEqualExperiments(stored.experiment, trial.experiment)) {
      throw new StoreError(reason('otherExperiment', { path: showPath(folder) }))
    }
    const figures = createLossFigures()
    figures.take(stored.log.columns.loss)
    const result = storedResult(stored.status, stored.events, figures)
    if (result) return { result }
    const { update } = figures
    return {
      update,
      begin: (progressed) =>
        training(trial.id, figures, progressed, async () => {
          const run = await open(trial.id, inStepOf(trial))
          if (run.ok) {
            const resumed = await run.value.host.resume()
            if (!resumed.ok) return resumed
          }
          return run.ok ? succeed(run.value) : run
        }),
      discard: () => Promise.resolve(),
    }
  }

  return {
    trainer: {
      async prepare(trial) {
        const folder = join(runsIn(data), trial.id)
        if (await isMissing(join(folder, RUN))) return made(trial)
        return found(trial, folder, await openRunFolder(folder))
      },
    },
    listener: {
      logged: ({ runId }, { columns, firstUpdate }) =>
        followers.get(runId)?.logged(columns.loss, firstUpdate + columns.loss.length),
      ended: (run) => followers.get(run.runId)?.ended(run),
    },
  }
}
