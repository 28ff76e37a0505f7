import { parentPort, workerData } from 'node:worker_threads'
import { fitKernels } from './avxRevectorization'
import { threadEnvironment } from './environment'
import type { SpareStart, WorkerCommand, WorkerStart } from './messages'
import type { Session } from './session'
import { startSession } from './session'
import { createTraining } from './training'
import { warmUp } from './warmUp'

/*
 * The training thread of one run: its session, joined to the port that the thread was started with. A spare
 * thread is loaded and warm before there is a run, and is told of it by its first message. The thread stays
 * when the run is over, idle, until its host ends it. Whatever is thrown here, now or later, kills the
 * thread; its host sees that and says so.
 */

const port = parentPort
if (!port) throw new Error('this file runs in a worker thread')
const env = threadEnvironment(port)

const begin = (start: WorkerStart): Session => startSession(createTraining(start.experiment, env), start, env)

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
