import { parentPort, workerData } from 'node:worker_threads'
import type { SpareStart, WorkerCommand, WorkerReport, WorkerStart } from './messages'
import { shareWork, stopHelpers } from '../../core/math/float32/threads'
import { createObserver } from '../../core/diagnostics/observe'
import { reasonToStop } from '../../core/train/progress'
import { createRewind } from '../../core/replay/replayer'
import { startTrace } from '../../core/replay/trace'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { governed } from './threadTuner'
import { startHelpers, threadsOf } from './helpers'
import type { Session, Surroundings } from './session'
import { startSession } from './session'
import { warmUp } from './warmUp'
import { fitKernels } from './avxRevectorization'

/*
 * The training thread of one run: a trainer, joined to the port it was started with. A spare thread is loaded
 * and warm before there is a run, and is told of it by its first message. It stays when the run is over, idle, until its
 * host ends it. Whatever is thrown here, now or later, kills the thread; its host sees that and says so.
 */

const port = parentPort
if (!port) throw new Error('this file runs in a worker thread')

const surroundings: Surroundings = {
  now: () => performance.now(),
  soon: (callback) => void setImmediate(callback),
  later(callback, ms) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
  post: (report: WorkerReport, transfer) => port.postMessage(report, transfer),
  rest: stopHelpers,
}

/** Sets a run up and starts it. */
function begin(start: WorkerStart): Session {
  if (start.experiment.train.dtype === 'float32') fitKernels()
  const trainer = createTrainer(start.experiment)
  const settings = start.experiment.train
  const numHelpers = startHelpers(threadsOf(start.experiment), (why) => {
    throw new Error(why)
  })
  let threads = NaN
  function tellThreads(isShared: boolean): void {
    const now = isShared ? 1 + numHelpers : 1
    if (now !== threads) surroundings.post({ type: 'threads', threads: now }, [])
    threads = now
  }
  tellThreads(true)
  // Nobody else asks for the time, so that a run without a time limit is spared the clock.
  const clock = settings.stop.seconds === null ? {} : { now: surroundings.now }

  const bare = train(trainer, clock)
  // Who asks for a number of threads gets it; otherwise it is found out what pays.
  const isGoverned = numHelpers > 0 && settings.threads === null
  return startSession(
    {
      numParameters: trainer.numParameters,
      baseline: trainer.baseline,
      updates: isGoverned ? governed(bare, shareWork, surroundings.now, tellThreads) : bare,
      isOver: () => reasonToStop(trainer.progress, settings) !== null,
      tune: trainer.tune,
      sample: trainer.sample,
      observer: createObserver(trainer),
      startTrace: () => startTrace(trainer),
      rewind: createRewind(trainer),
    },
    start,
    surroundings,
  )
}

const given = workerData as WorkerStart | SpareStart
let session: Session | null = null
if ('warmUp' in given) {
  warmUp(given.warmUp)
  fitKernels()
} else session = begin(given)
port.on('message', (command: WorkerCommand) => {
  if (command.type === 'start') session ??= begin(command.start)
  else session?.receive(command)
})
