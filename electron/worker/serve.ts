import type { MessagePort } from 'node:worker_threads'
import { receiveMessageOnPort } from 'node:worker_threads'
import { provideData } from '../../core/data/table'
import { dataOf } from '../../core/experiment/ownData'
import { fitKernels } from './avxRevectorization'
import { threadEnvironment } from './environment'
import type { SpareStart, WorkerCommand, WorkerStart } from './messages'
import type { Session } from './session'
import { startSession } from './session'
import { createTraining } from './training'
import { warmUp } from './warmUp'

/** The default first. */
const dtypes = ['float64', 'float32'] as const

/**
 * Joins the session of one run to the port that its thread was started with. A spare thread is loaded and
 * warm before there is a run, and is told of it by its first message. The session stays when the run is over,
 * idle.
 */
export function serve(port: MessagePort, given: WorkerStart | SpareStart): void {
  const env = threadEnvironment(port)
  function begin(start: WorkerStart): Session {
    const reading = dataOf(start.experiment.task)
    if (reading && start.data) provideData(reading, start.data)
    return startSession(createTraining(start, env, limitClock(start)), start, env)
  }

  let session: Session | null = null
  if ('warmUp' in given) {
    warmUp(given.warmUp)
    for (const dtype of dtypes) fitKernels(dtype)
  } else session = begin(given)
  function obey(command: WorkerCommand): void {
    if (command.type === 'start') session ??= begin(command.start)
    else session?.receive(command)
  }
  port.on('message', (command: WorkerCommand) => newestViews(port, command).forEach(obey))
}

/**
 * The commands to obey now. Of commands to observe that have come behind one another while the thread was
 * busy only the newest counts: the views of the others are no longer on a screen.
 */
function newestViews(port: MessagePort, first: WorkerCommand): readonly WorkerCommand[] {
  let newest = first
  while (newest.type === 'observe') {
    const unread = receiveMessageOnPort(port) as { readonly message: WorkerCommand } | undefined
    if (!unread) break
    if (unread.message.type !== 'observe') return [newest, unread.message]
    newest = unread.message
  }
  return [newest]
}

/** The clock that its host gave a run with a time limit. */
function limitClock({ awakeMs }: WorkerStart): (() => number) | undefined {
  return awakeMs && (() => Atomics.load(awakeMs, 0))
}
