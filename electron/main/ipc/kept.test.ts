import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { events } from '../../../core/contract/ipc'
import type { KeptEntry } from '../../../core/contract/kept'
import { makeFolder, smallExperiment } from '../../store/keptRun.testing'
import { takeLock } from '../../store/lock'
import { createRunFolder } from '../../store/runFolder'
import { setUp } from './main.testing'

let data = ''
let main: ReturnType<typeof setUp>
beforeEach(async () => {
  data = await makeFolder()
  main = setUp({ data })
})
afterEach(async () => {
  await main.kept.dispose()
  await rm(data, { recursive: true })
})

async function makeRun(id: string): Promise<string> {
  const folder = join(data, 'runs', id)
  await mkdir(join(data, 'runs'), { recursive: true })
  await (await createRunFolder(folder, { id, experiment: smallExperiment(), version: '1' })).release()
  return folder
}

async function listed(): Promise<string[]> {
  const list = await main.request('kept:list', {})
  return list.ok ? (list.value as { runs: KeptEntry[] }).runs.map(({ runId }) => runId) : []
}

const done = { ok: true, value: {} }

describe('kept runs', () => {
  it('are listed with the folder that they lie in, and the window hears of changes from then on', async () => {
    await makeRun('a')
    await makeRun('b')
    expect(await main.request('kept:list', {})).toMatchObject({
      ...{ ok: true, value: { folder: join(data, 'runs'), runs: [{ runId: 'a' }, { runId: 'b' }] } },
    })
    expect(main.window.names).toEqual([])
    await rename(join(data, 'runs', 'a'), join(data, 'c'))
    await rename(join(data, 'c'), join(data, 'runs', 'c'))
    await vi.waitFor(() => {
      const all = main.window.sent.map(({ payload }) => events['kept:changed'].parse(payload))
      expect(all.flatMap(({ removed }) => removed)).toEqual(['a'])
      expect(all.flatMap(({ changed }) => changed.map(({ runId }) => runId))).toEqual(['c'])
    })
    expect(new Set(main.window.names)).toEqual(new Set(['kept:changed']))
  })

  it('are renamed, deleted and brought back', async () => {
    await makeRun('a')
    await makeRun('b')
    expect(await main.request('kept:rename', { runId: 'a', name: 'first' })).toMatchObject({
      ...{ ok: true, value: { runId: 'a', name: 'first' } },
    })
    expect(await main.request('kept:delete', { runIds: ['a', 'b', 'a'] })).toEqual(done)
    expect([await listed(), await readdir(join(data, 'bin'))]).toEqual([[], ['a', 'b']])
    expect(await main.request('kept:delete', { runIds: ['a'] })).toMatchObject({
      error: { code: 'noSuchRun', message: 'there is no run a' },
    })
    expect(await main.request('kept:restore', { runIds: ['a', 'b'] })).toEqual(done)
    expect(await listed()).toEqual(['a', 'b'])
    expect(await main.request('kept:restore', { runIds: ['a'] })).toMatchObject({
      error: { code: 'noSuchRun', message: 'there is no run a in the bin' },
    })
  })

  it('leave the list of runs when they are deleted, and are opened anew when they are brought back', async () => {
    await makeRun('a')
    expect(await main.request('kept:open', { runId: 'a' })).toMatchObject({ value: { runId: 'a' } })
    await main.request('kept:delete', { runIds: ['a'] })
    expect(await main.request('run:list', {})).toEqual({ ok: true, value: [] })
    expect(main.window.sent).toContainEqual({ name: 'run:removed', payload: { runId: 'a' } })
    expect(await main.request('run:step', { runId: 'a' })).toMatchObject({ error: { code: 'noSuchRun' } })
    await main.request('kept:restore', { runIds: ['a'] })
    expect(await main.request('kept:open', { runId: 'a' })).toMatchObject({ value: { runId: 'a' } })
    expect(await main.request('run:list', {})).toMatchObject({ value: [{ runId: 'a' }] })
  })

  it('are let go of and deleted where they are paused here; one that trains stays where it is', async () => {
    const { runId } = await main.start()
    await vi.waitFor(async () => expect(await listed()).toEqual([runId]))
    expect(await main.request('kept:delete', { runIds: [runId] })).toMatchObject({ error: { code: 'inUse' } })
    expect(await main.request('run:list', {})).toMatchObject({ value: [{ runId }] })
    await main.request('run:pause', { runId })
    expect(await main.request('kept:delete', { runIds: [runId] })).toEqual(done)
    expect(await main.request('run:list', {})).toEqual({ ok: true, value: [] })
    expect([await listed(), main.told]).toEqual([[], []])
  })

  it('that are being trained are not deleted, nor are the others with them', async () => {
    await makeRun('a')
    const lock = await takeLock(await makeRun('b'))
    expect(await main.request('kept:delete', { runIds: ['a', 'b'] })).toMatchObject({
      error: { code: 'inUse', message: expect.stringContaining(join(data, 'runs', 'b')) },
    })
    expect(await listed()).toEqual(['a', 'b'])
    await lock.release()
  })

  it('that were killed are offered until the window leaves them', async () => {
    const folder = await makeRun('a')
    await writeFile(join(folder, 'lock'), '{"pid":1,"host":"gone","boot":null,"began":null')
    expect(await main.request('kept:list', {})).toMatchObject({ value: { runs: [{ wasKilled: true }] } })
    expect(await main.request('kept:leave', { runIds: ['a'] })).toEqual(done)
    expect(await main.request('kept:list', {})).toMatchObject({ value: { runs: [{ wasKilled: false }] } })
  })

  it('say of which updates they keep checkpoints', async () => {
    await makeRun('a')
    expect(await main.request('kept:checkpoints', { runId: 'a' })).toEqual({
      ...{ ok: true, value: { checkpoints: [] } },
    })
    expect(await main.request('kept:checkpoints', { runId: 'b' })).toMatchObject({
      error: { code: 'noSuchRun', message: 'there is no run b' },
    })
    expect(await main.request('run:cancelBranch', { runId: 'a' })).toEqual(done)
  })

  it('are asked for by their ids alone', async () => {
    await makeRun('a')
    for (const runId of ['../runs/a', 'runs/a', join(data, 'runs', 'a'), 'a\\b', '..']) {
      for (const name of ['kept:delete', 'kept:restore', 'kept:leave'] as const) {
        expect(await main.request(name, { runIds: [runId] })).toMatchObject({
          error: { code: 'invalidRequest' },
        })
      }
      expect(await main.request('kept:rename', { runId, name: '' })).toMatchObject({
        error: { code: 'invalidRequest' },
      })
    }
    const long = await main.request('kept:rename', { runId: 'n'.repeat(300), name: '' })
    expect(long).toMatchObject({ error: { code: 'invalidRequest' } })
    const name = await main.request('kept:rename', { runId: 'a', name: 'n'.repeat(300) })
    expect(name).toMatchObject({ error: { code: 'invalidRequest', problems: [{ path: 'name' }] } })
    expect(await listed()).toEqual(['a'])
  })
})
