import { describeReason } from '../../core/contract/reasons'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createRunCatalog } from '../runs/runCatalog'
import { createMemoryLog } from '../runs/runLog'
import { everything, keepRun, smallExperiment } from './keptRun.testing'
import { LocalThread } from './localThread.testing'
import { takeLock } from './lock'
import { openRunFolder } from './runFolder'
import { createRunStorage } from './runStorage'

/** A disk of its own, if this system lets us mount one. */
const disk = mkdtempSync(join(tmpdir(), 'unroll-disk-'))
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]).status === 0
const remount = (how: 'ro' | 'rw') => spawnSync('mount', ['-o', `remount,${how}`, disk])

/** Takes all the room that there is. */
function fill(): void {
  try {
    writeFileSync(join(disk, 'filler'), new Uint8Array(1_000_000))
  } catch {
    // As much as went in is there.
  }
}

const makeRoom = () => rmSync(join(disk, 'filler'), { force: true })

afterEach(() => {
  if (!isMounted) return
  remount('rw')
  for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true })
})
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A window's run on that disk, which trains until it is told to stop, and of which something is written. */
async function setUp() {
  const told: string[] = []
  const recovered: string[] = []
  const catalog = createRunCatalog({
    spawn: (start) => new LocalThread(start),
    createLog: createMemoryLog,
    storage: createRunStorage({
      ...{ data: disk, version: '1', pace: everything },
      tell: (why) => void told.push(describeReason(why)),
      recovered: (trouble) => void recovered.push(describeReason(trouble)),
    }),
    listeners: [],
  })
  const experiment = smallExperiment({ updates: 1_000_000 })
  const started = await catalog.start({ experiment, speed: 1000, paused: false, views: [] })
  if (!started.ok) throw new Error(started.error.message)
  const run = started.value
  const folder = join(disk, 'runs', run.runId)
  while (((await openRunFolder(folder).catch(() => null))?.log.length ?? 0) === 0) await turn()
  return { catalog, run, folder, told, recovered }
}

describe.skipIf(!isMounted)('a run on a disk that becomes full', () => {
  it('waits, and goes on to the same bits when there is room', async () => {
    writeFileSync(join(disk, 'filler'), new Uint8Array(300_000))
    const experiment = smallExperiment({ updates: 4000 })
    const run = join(disk, 'run')
    const kept = await keepRun(run, experiment)
    while (kept.told.length === 0) await turn()
    // It is full before the run is over or, where that is quick, when its end is written.
    expect(kept.told[0]).toContain(`into ${run}: no space left on the disk; `)
    expect((await openRunFolder(run)).log.length).toBeLessThan(4000)
    makeRoom()
    await kept.over()
    const { log, status } = await openRunFolder(run)
    expect([status, log.length, log.problem]).toEqual(['done', 4000, null])

    const elsewhere = mkdtempSync(join(tmpdir(), 'unroll-disk-'))
    await (await keepRun(join(elsewhere, 'run'), experiment)).over()
    expect(log.columns.loss).toEqual((await openRunFolder(join(elsewhere, 'run'))).log.columns.loss)
    rmSync(elsewhere, { recursive: true })
  })

  it('takes no command that would make updates, and says why, until there is room', async () => {
    const { catalog, run, folder, told, recovered } = await setUp()
    fill()
    while (run.state.status !== 'paused') await turn()
    const { update } = run.state
    const refused = { error: { code: 'inUse', message: told[0] } }
    for (const command of [run.host.resume, run.host.step, run.host.stepBack]) {
      expect(await command()).toMatchObject(refused)
    }
    expect(run.state).toEqual({ status: 'paused', update })
    // Whoever else wants it hears who has it, not that there is no room for a lock.
    await expect(takeLock(folder)).rejects.toThrow(`is being trained by process ${process.pid}`)
    makeRoom()
    while (run.state.update === update) await turn()
    expect([told, recovered]).toEqual([[expect.stringContaining('the run waits')], told])
    await run.host.pause()
    await catalog.dispose()
    expect(await openRunFolder(folder)).toMatchObject({ status: 'paused', problems: [] })
  })

  it('holds up no app that is closed, and is whole at its next start', async () => {
    const { catalog, run, folder, told } = await setUp()
    fill()
    while (run.state.status !== 'paused') await turn()
    await catalog.dispose()
    expect(told.at(-1)).toContain('no space left on the disk')
    const stored = await openRunFolder(folder)
    expect(stored.log.length).toBeGreaterThan(0)
    expect(stored.status).toBe('interrupted')
  })
})

describe.skipIf(!isMounted)('a run on a disk that becomes read-only', () => {
  it('waits until it can be written again, and is whole then', async () => {
    const { catalog, run, folder, told, recovered } = await setUp()
    // Not while a file is open.
    while (remount('ro').status !== 0) await turn()
    while (told.length === 0) await turn()
    expect(told[0]).toContain(`cannot write into ${folder}: the file system is read-only; the run waits`)
    remount('rw')
    while (recovered.length === 0) await turn()
    await run.host.stop()
    await catalog.dispose()
    const { log, status, problems } = await openRunFolder(folder)
    expect([status, log.length, problems]).toEqual(['stopped', run.state.update, []])
  })
})
