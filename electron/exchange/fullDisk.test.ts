import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { trained } from './exchange.testing'
import { exportFormats } from './exportFormats'
import { exportRun } from './exportRun'
import { importFile } from './importFile'

/** A disk of its own, if this system lets us mount one. */
const disk = mkdtempSync(join(tmpdir(), 'unroll-disk-'))
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0
const elsewhere = mkdtempSync(join(tmpdir(), 'unroll-disk-'))
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk])
  for (const folder of [disk, elsewhere]) rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!isMounted)('on a disk that becomes full', () => {
  it('an export leaves what stood there, and says why; an import leaves nothing', async () => {
    const run = await trained(elsewhere, {
      ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'lstm', hiddenSize: 40 } },
      train: { batch: 4, updates: 100, threads: 1 },
    })
    writeFileSync(join(disk, 'run.csv'), 'what stood there before')
    writeFileSync(join(disk, 'filler'), new Uint8Array(56 * 1024))
    const standing = () => readdirSync(disk).sort()
    const before = standing()
    for (const [name, format] of Object.entries(exportFormats)) {
      // It is smaller than a page of the disk.
      if (name === 'experiment') continue
      const out = join(disk, name === 'csv' ? 'run.csv' : name)
      const written = exportRun(run, format, { out, force: true, tell: () => undefined })
      await expect(written, name).rejects.toThrow(`cannot write ${out}: no space left on the disk`)
      expect(standing(), name).toEqual(before)
    }
    const data = join(disk, 'data')
    const taken = importFile(run.folder, { data, version: '1', tell: () => undefined })
    await expect(taken).rejects.toThrow('cannot be taken in: no space left on the disk')
    expect(readdirSync(join(data, 'runs'))).toEqual([])
  })
})
