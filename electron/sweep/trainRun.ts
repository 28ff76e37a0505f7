import type { Experiment } from '../../core/experiment/experiment'
import type { Run, RunListener } from '../runs/run'
import { combineListeners } from '../runs/run'
import { createCountingLog } from '../runs/runLog'
import type { RunStart } from '../runs/startRun'
import { startRun } from '../runs/startRun'
import { createTurns } from '../runs/turns'
import type { Recorder } from '../store/recorder'
import type { Thread, WorkerStart } from '../worker/messages'
import type { LossFigures } from './trialResult'
import { resultOf } from './trialResult'
import type { ProgressListener, Training } from './trialTrainer'

export type Spawn = (start: WorkerStart) => Thread

/** A trial with where it goes on. */
export interface TrialStart extends Pick<RunStart, 'checkpoints' | 'tuningEvents'> {
  readonly id: string
  readonly experiment: Experiment
  /** Updates made before. */
  readonly update: number
  /** Has taken the losses of these. */
  readonly figures: LossFigures
  /** Null where nothing is kept. */
  readonly recorder: Recorder | null
}

/** How many threads compute a trial: one, unless its experiment asks for more. */
export function threadsOfTrial({ train }: Experiment): number {
  return train.threads ?? 1
}

/** Trains a trial in a thread of its own until it ends. Leaves no thread. */
export function trainRun(trial: TrialStart, spawn: Spawn, progressed: ProgressListener): Training {
  const { id, experiment, update, figures, recorder, checkpoints, tuningEvents } = trial
  let finish: (run: Run) => void
  const ended = new Promise<Run>((resolve) => (finish = resolve))
  const follow: RunListener = {
    logged(run, { columns }) {
      figures.take(columns.loss)
      progressed(run.state.update, figures.smoothedLoss)
    },
    ended: (run) => finish(run),
  }
  const listener = combineListeners([...(recorder ? [recorder] : []), follow])
  const start: RunStart = {
    experiment: { ...experiment, train: { ...experiment.train, threads: threadsOfTrial(experiment) } },
    ...(checkpoints ? { checkpoints } : {}),
    ...(tuningEvents ? { tuningEvents } : {}),
    ...{ speed: null, paused: false, views: [] },
  }
  // Whose turn it is, is decided by the queue.
  const turns = createTurns(1, () => undefined)
  const run = startRun(id, start, { spawn, listener, turns, log: createCountingLog(update), keeping: null })
  listener.started(run)

  async function result() {
    const { state } = await ended
    try {
      await recorder?.finished
    } finally {
      await run.host.dispose()
    }
    return resultOf(state, figures)
  }

  return {
    over: ended.then(() => undefined),
    result: result(),
    pause: () => run.host.pause(),
    resume: () => run.host.resume(),
    stop(by) {
      recorder?.stopBy(by)
      void run.host.stop()
    },
  }
}
