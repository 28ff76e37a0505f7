import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from './lock'
import { lockText } from './lockHolder'
import { claimStale } from './staleLock'

let folder = ''
let lock = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-lock-'))
  lock = await file('lock', gone(1))
})
afterEach(() => rm(folder, { recursive: true }))

/** What a lock says of a process that is gone. */
const gone = (number: number) =>
  JSON.stringify({ pid: 2 ** 30 + number, host: hostname(), boot: null, began: null })

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

describe('the right to replace the lock of a process that is gone', () => {
  it('belongs to one, whom the others find', async () => {
    const own = await file('own', await lockText())
    expect(await claimStale(lock, own)).toMatchObject({ claims: [expect.stringContaining('lock.')] })
    expect(await claimStale(lock, await file('late', await lockText()))).toMatchObject({
      holder: { pid: process.pid },
    })
  })

  it('is taken over from processes that were killed as they had it, one after the other', async () => {
    await claimStale(lock, await file('second', gone(2)))
    await claimStale(lock, await file('third', gone(3)))
    const own = await takeLock(folder)
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid })
    expect((await readdir(folder)).sort()).toEqual(['lock', 'second', 'third'])
    await own.release()
  })

  it('is nobody’s where the lock is away or another one by now', async () => {
    const own = await file('own', await lockText())
    await rm(lock)
    expect(await claimStale(lock, own)).toBe('changed')
    await file('lock', await lockText())
    expect(await claimStale(lock, own)).toMatchObject({ holder: { pid: process.pid } })
  })
})
