import { reason } from '../../core/contract/reasons'
import { failureOf } from '../../core/contract/result'
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { keptRun } from '../testing/keptRun.testing'
import { useKeptRunsStore } from './keptRuns'
import { useRunsStore } from './runs'

async function setUp(host = new MemoryHost()) {
  const app = createApp({})
  const pinia = createPinia()
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.use(pinia)
  setActivePinia(pinia)
  const kept = useKeptRunsStore()
  await kept.load()
  return { host, kept, runs: useRunsStore() }
}

const hostWith = (...entries: MemoryHost['kept']): MemoryHost => {
  const host = new MemoryHost()
  host.kept = entries
  return host
}
const idsOf = (rows: readonly { readonly runId: string }[]) => rows.map(({ runId }) => runId)

describe('kept runs', () => {
  it('are those of the data folder, as it changes', async () => {
    const { host, kept } = await setUp(hostWith(keptRun('a'), keptRun('b')))
    expect([kept.folder, idsOf(kept.rows)]).toEqual(['/data/runs', ['a', 'b']])
    host.emit('kept:changed', { changed: [keptRun('c', { status: 'running' })], removed: ['a'], unread: 0 })
    expect(kept.rows.map(({ runId, status }) => [runId, status])).toEqual([
      ['b', 'done'],
      ['c', 'training'],
    ])
  })

  it('say where the list cannot be had', async () => {
    const host = new MemoryHost()
    host.refuse('kept:list')
    const { kept, runs } = await setUp(host)
    expect([kept.isLoaded, runs.failure?.message]).toEqual([false, 'refused by the test'])
  })

  it('that the window holds are as they are there: state, updates, place in the queue', async () => {
    const { host, kept, runs } = await setUp()
    host.mostTraining = 1
    await runs.start(defaultExperiment('copy', 'lstm'))
    const written = keptRun('run-1', { status: 'interrupted', updates: 0, numParameters: 99, lastLoss: 0.5 })
    host.emit('kept:changed', { changed: [written], removed: [], unread: 0 })
    host.train([{ loss: 0.4, gradNorm: 1 }])
    expect(kept.rows).toMatchObject([
      { status: 'training', updates: 1, task: 'copy', cell: 'lstm', numParameters: 1216, lastLoss: 0.5 },
    ])
    host.emit('kept:changed', { changed: [{ ...written, updates: 7 }], removed: [], unread: 0 })
    expect(kept.rows[0]!.updates).toBe(7)
    await runs.deselect()
    await runs.start(defaultExperiment())
    expect(kept.rows[1]).toMatchObject({ runId: 'run-2', status: 'queued', place: 0, isKept: false })
    expect(kept.rows[1]!.lastLoss).toBeNaN()
  })

  it('that another process trains, that cannot be opened or that failed say so', async () => {
    const missing = reason('notARun', { path: '/data/runs/junk', file: 'run.json' })
    const { host, kept } = await setUp(
      hostWith(keptRun('theirs', { status: 'running', isElsewhere: true, updates: 3 }), {
        ...{ runId: 'junk', folder: '/data/runs/junk', problem: missing },
      }),
    )
    expect(kept.rows).toMatchObject([
      { status: 'elsewhere', updates: 3 },
      { status: 'unreadable', problems: [missing] },
    ])
    await useRunsStore().start(defaultExperiment())
    const error = failureOf('workerFailed', 'out of memory')
    host.changeState({ status: 'failed', update: 7, error })
    expect(kept.rows[2]).toMatchObject({ status: 'failed', updates: 7, failure: error })
  })

  it('are renamed, unless that is refused', async () => {
    const { host, kept, runs } = await setUp(hostWith(keptRun('a')))
    expect(await kept.rename('a', ' first try ')).toBe(true)
    expect(kept.rows[0]!.name).toBe('first try')
    host.refuse('kept:rename')
    expect(await kept.rename('a', 'b')).toBe(false)
    expect([kept.rows[0]!.name, runs.failure?.message]).toEqual(['first try', 'refused by the test'])
  })

  it('are removed several at a time, and brought back together', async () => {
    const { host, kept } = await setUp(hostWith(keptRun('a'), keptRun('b'), keptRun('c')))
    await kept.remove(kept.rows.filter(({ runId }) => runId !== 'b'))
    expect([idsOf(kept.rows), idsOf(kept.removed)]).toEqual([['b'], ['a', 'c']])
    expect(host.payloads('kept:delete')).toEqual([{ runIds: ['a', 'c'] }])
    await kept.restore()
    expect([idsOf(kept.rows), kept.removed]).toEqual([['b', 'a', 'c'], []])
  })

  it('stay where they are when their removal is refused, and in the bin when that of their return is', async () => {
    const { host, kept, runs } = await setUp(hostWith(keptRun('a'), keptRun('b')))
    await kept.remove([kept.rows[0]!])
    host.refuse('kept:delete')
    host.refuse('kept:restore')
    await kept.remove([kept.rows[0]!])
    expect([idsOf(kept.rows), idsOf(kept.removed)]).toEqual([['b'], ['a']])
    await kept.restore()
    expect([idsOf(kept.removed), runs.failure?.message]).toEqual([['a'], 'refused by the test'])
  })

  it('are removed and brought back once, however often that is asked for', async () => {
    const { host, kept, runs } = await setUp(hostWith(keptRun('a'), keptRun('b')))
    const gone = kept.rows.filter(({ runId }) => runId === 'a')
    await Promise.all([kept.remove(gone), kept.remove(gone), kept.remove(gone)])
    expect([host.payloads('kept:delete'), idsOf(kept.removed)]).toEqual([[{ runIds: ['a'] }], ['a']])
    await Promise.all([kept.restore(), kept.restore()])
    expect([host.payloads('kept:restore'), runs.failure]).toEqual([[{ runIds: ['a'] }], null])
  })

  it('that are shown and then removed are shown no more', async () => {
    const { kept, runs } = await setUp(hostWith(keptRun('a')))
    await runs.open('a')
    await kept.remove(kept.rows)
    await flushPromises()
    expect([runs.shown.status, kept.rows]).toEqual(['idle', []])
  })

  it('that were killed are resumed together, or left', async () => {
    const killed = { status: 'interrupted', wasKilled: true, updates: 3 } as const
    const { host, kept, runs } = await setUp(
      hostWith(keptRun('a', killed), keptRun('b', killed), keptRun('c')),
    )
    expect(idsOf(kept.killed)).toEqual(['a', 'b'])
    await kept.leave()
    expect([host.payloads('kept:leave'), kept.killed]).toEqual([[{ runIds: ['a', 'b'] }], []])
    host.emit('kept:changed', {
      changed: [keptRun('a', killed), keptRun('b', killed)],
      removed: [],
      unread: 0,
    })
    await kept.resumeKilled()
    expect(kept.rows.map(({ status }) => status)).toEqual(['training', 'training', 'done'])
    expect([runs.selectedId, kept.killed]).toEqual([null, []])
  })

  it('count those that train beside the shown one, here and elsewhere', async () => {
    const { kept, runs } = await setUp(hostWith(keptRun('a', { status: 'running', isElsewhere: true })))
    expect(kept.numOthersTraining).toBe(1)
    await runs.start(defaultExperiment())
    expect(kept.numOthersTraining).toBe(1)
    await runs.deselect()
    expect(kept.numOthersTraining).toBe(2)
    await runs.open('a')
    expect(kept.numOthersTraining).toBe(1)
  })

  it('tell of a folder that takes no files until it does, and not of settings', async () => {
    const { host, kept, runs } = await setUp()
    const full = (path: string) => reason('runWaits', { path, why: reason('noSpace') })
    host.emit('storage:failed', { what: 'settings', why: reason('noSpace') })
    expect(kept.unwritten).toBeNull()
    host.emit('storage:failed', { what: 'run', why: full('/data/runs/a') })
    expect(kept.unwritten).toEqual(full('/data/runs/a'))
    host.emit('storage:recovered', { why: full('/data/runs/b') })
    expect(kept.unwritten).toEqual(full('/data/runs/a'))
    runs.fail(failureOf('inUse', full('/data/runs/a')))
    host.emit('storage:recovered', { why: full('/data/runs/a') })
    expect([kept.unwritten, runs.failure]).toEqual([null, null])
  })
})
