import { ObedientVerifyThread } from '../../verify/obedientThread.testing'
import { createVerifier } from '../../verify/verifier'
import type { Reason } from '../../../core/contract/reasons'
import { describeReason } from '../../../core/contract/reasons'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ViewName } from '../../../core/contract/views'
import type { RequestName } from '../../../core/contract/channels'
import { requests } from '../../../core/contract/ipc'
import type { Result } from '../../../core/contract/result'
import type { RunSummary } from '../../../core/contract/run'
import { ObedientThread } from '../../runs/obedientThread.testing'
import { createManualClock } from '../../runs/manualClock.testing'
import { createRunCatalog } from '../../runs/runCatalog'
import { createMemoryLog } from '../../runs/runLog'
import type { WindowPort } from '../../runs/runSubscriptions'
import { createRunSubscriptions } from '../../runs/runSubscriptions'
import { anyStart } from '../../runs/runs.testing'
import { RecordingWindow } from '../../runs/window.testing'
import { createKeptRuns } from '../../store/keptRuns'
import { createRunStorage } from '../../store/runStorage'
import { createCatalogTrials } from '../../sweep/catalogTrials'
import { createGroupService } from '../../sweep/groupService'
import { answerExchange } from '../../exchange/thread/answerExchange'
import { createExchange } from '../exchange'
import { createHandOut } from '../handOut'
import type { Thread, WorkerStart } from '../../worker/messages'
import { createLessons } from '../lessons'
import { createOwnData } from '../ownData'
import { keptRunOpener } from '../keptRuns'
import { createHandlers } from './handlers'
import { createRoute } from './router'

interface SetUpOptions {
  readonly isBuilt?: boolean
  readonly data?: string
  /** Makes threads that train for real, in the place of those that obey. */
  readonly real?: (start: WorkerStart) => Thread
}

/**
 * The main process without Electron: router, handlers and runs as they are, threads that obey, one window.
 * Where `isBuilt` is false no network is ever ready. Runs are kept where a data folder is named.
 */
export function setUp({ isBuilt = true, data: named, real }: SetUpOptions = {}) {
  const data = named ?? join(tmpdir(), 'unroll-no-such-folder')
  const told: string[] = []
  const tell = (why: Reason) => void told.push(describeReason(why))
  const threads: ObedientThread[] = []
  const window = new RecordingWindow()
  const { clock, advance } = createManualClock()
  const subscriptions = createRunSubscriptions({ clock, broadcast: window.send })
  const catalog = createRunCatalog({
    spawn(start) {
      if (real) return real(start)
      const thread = new ObedientThread(start, isBuilt)
      threads.push(thread)
      return thread
    },
    createLog: createMemoryLog,
    ...(named === undefined ? {} : { storage: createRunStorage({ data, version: '0', tell }) }),
    listeners: [subscriptions],
  })
  const some = {
    locale: 'en',
    theme: 'dark',
    characterKeys: true,
    notation: 'pytorch',
    onClose: 'ask',
  } as const
  const settings = { get: () => some, set: () => some }
  const info = { version: '0', electron: '0', chrome: '0', node: '0', platform: 'linux' }
  const openKept = keptRunOpener(catalog, data, { tell })
  const ownData = createOwnData(data)
  const noWeights = { compare: () => Promise.reject(new Error('not here')), cancel: () => undefined }
  const closing = { close: () => Promise.resolve() }
  const kept = createKeptRuns(data, {
    version: info.version,
    changed: (change) => window.send('kept:changed', change),
    pace: { training: 5, quiet: 5, patience: 300 },
  })
  const trials = createCatalogTrials({ catalog, data, open: openKept })
  const groups = createGroupService({
    trainer: trials.trainer,
    most: 4,
    changed: (state) => window.send('group:changed', state),
    keep: () => undefined,
  })
  const lessons = createLessons({
    ...{ catalog, data, broadcast: window.send, askWhere: () => Promise.resolve(null) },
    spawn: real ?? ((start) => new ObedientThread(start, isBuilt)),
    shipped: join(import.meta.dirname, '../../../lessons'),
  })
  const handlers = createHandlers({
    catalog,
    subscriptions,
    settings,
    info,
    kept,
    weights: noWeights,
    openKept,
    closing,
    presenting: { set: () => undefined },
    ownData,
    groups,
    exchange: createExchange({
      ...{ data, version: info.version, work: answerExchange },
      askWhere: ({ name }) => Promise.resolve(join(data, name)),
    }),
    handOut: createHandOut({
      ...{ data, work: answerExchange, temporary: data },
      ...{ startDrag: () => undefined, copyPicture: () => Promise.resolve() },
    }),
    lessons,
    verifier: createVerifier({
      version: info.version,
      spawn: (job) => new ObedientVerifyThread(job),
      progressed: (progress) => window.send('verify:progress', progress),
      tested: (line) => window.send('verify:tested', { line }),
    }),
  })
  const request = async (name: RequestName, payload: unknown, from: WindowPort | null = window) => {
    const result = (await createRoute(name, handlers[name] as never)(from, payload)) as Result<never>
    if (result.ok) requests[name].reply.parse(result.value)
    return result
  }
  const start = async (views: readonly ViewName[] = []): Promise<RunSummary> => {
    const result = await request('run:start', { ...anyStart, views: [...views] })
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  }
  return { request, start, threads, window, catalog, subscriptions, kept, advance, told }
}
