import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { keepRun, smallExperiment } from './keptRun.testing'
import { openRunFolder } from './runFolder'

/** A disk of its own, if this system lets us mount one. */
const disk = mkdtempSync(join(tmpdir(), 'unroll-disk-'))
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

describe.skipIf(!isMounted)('a run on a disk that becomes full', () => {
  it('waits, and goes on to the same bits when there is room', async () => {
    writeFileSync(join(disk, 'filler'), new Uint8Array(300_000))
    const experiment = smallExperiment({ updates: 4000 })
    const run = join(disk, 'run')
    const kept = await keepRun(run, experiment)
    while (kept.told.length === 0) await new Promise((resolve) => setImmediate(resolve))
    // It is full before the run is over or, where that is quick, when its end is written.
    expect(kept.told[0]).toContain(`into ${run}: no space left on the disk; `)
    expect((await openRunFolder(run)).log.length).toBeLessThan(4000)
    rmSync(join(disk, 'filler'))
    await kept.over()
    const { log, status } = await openRunFolder(run)
    expect([status, log.length, log.problem]).toEqual(['done', 4000, null])

    const elsewhere = mkdtempSync(join(tmpdir(), 'unroll-disk-'))
    await (await keepRun(join(elsewhere, 'run'), experiment)).over()
    expect(log.columns.loss).toEqual((await openRunFolder(join(elsewhere, 'run'))).log.columns.loss)
    rmSync(elsewhere, { recursive: true })
  })
})
