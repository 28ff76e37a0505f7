import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from './lock'
import { holderOf } from './lockHolder'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (holder: unknown) => writeFile(join(folder, 'lock'), JSON.stringify(holder))
const written = async () =>
  JSON.parse(await readFile(join(folder, 'lock'), 'utf8')) as Record<string, unknown>

describe('the lock of a run folder', () => {
  it('names who holds it, and holds everybody else off until it is released', async () => {
    const lock = await takeLock(folder)
    expect(await holderOf(folder)).toMatchObject({ pid: process.pid, host: hostname() })
    await expect(takeLock(folder)).rejects.toThrow(`is being trained by process ${process.pid} on`)
    await lock.release()
    expect(await holderOf(folder)).toBeNull()
    expect(await readdir(folder)).toEqual([])
    await (await takeLock(folder)).release()
  })

  it('is free at once when its process is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const own = await takeLock(folder).then(written)
    const began = (await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => ''))
      .split(') ')
      .at(-1)
      ?.split(' ')[19]
    await write({ ...own, pid: child.pid, began: began ?? null })
    await expect(takeLock(folder)).rejects.toThrow(`process ${child.pid}`)
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
    expect(await holderOf(folder)).toBeNull()
    await takeLock(folder)
    expect(await written()).toMatchObject({ pid: process.pid })
  })

  it.skipIf(process.platform !== 'linux')(
    'is free where another process has the number, or the machine was started since',
    async () => {
      const own = await takeLock(folder).then(written)
      await write({ ...own, began: '1' })
      expect(await holderOf(folder)).toBeNull()
      await write({ ...own, boot: 'another' })
      expect(await holderOf(folder)).toBeNull()
      await write(own)
      expect(await holderOf(folder)).not.toBeNull()
    },
  )

  it('of another machine is held as long as it is touched', async () => {
    const own = await takeLock(folder).then(written)
    await write({ ...own, host: 'elsewhere', pid: 1 })
    expect(await holderOf(folder)).toMatchObject({ host: 'elsewhere' })
    const old = new Date(Date.now() - 120_000)
    await utimes(join(folder, 'lock'), old, old)
    expect(await holderOf(folder)).toBeNull()
  })

  it('names a machine in one short line, whatever it is called', async () => {
    const own = await takeLock(folder).then(written)
    await write({ ...own, host: `\u001b[2J${'x'.repeat(20_000)}` })
    const refusal = await takeLock(folder).catch((error: Error) => error.message)
    expect(refusal).toMatch(/on \\u001b\[2Jx+…x+$/)
    expect(String(refusal).length).toBeLessThan(400)
  })

  it('is touched by its own', async () => {
    const lock = await takeLock(folder)
    const own = await written()
    await write({ ...own, host: 'elsewhere' })
    const old = new Date(Date.now() - 120_000)
    await utimes(join(folder, 'lock'), old, old)
    await lock.beat()
    expect(await holderOf(folder)).not.toBeNull()
  })

  it('in which something else stands holds nobody off', async () => {
    for (const text of ['', '{', '[]', '{"pid":"1"}', '{"pid":-1,"host":"x","boot":null,"began":null}']) {
      await writeFile(join(folder, 'lock'), text)
      expect(await holderOf(folder)).toBeNull()
    }
    await takeLock(folder)
    expect(await written()).toMatchObject({ pid: process.pid })
  })

  it('goes to one of many who want that of a process which is gone at once, however they meet', async () => {
    for (let round = 0; round < 30; round++) {
      await write({ pid: 2 ** 30, host: hostname(), boot: null, began: null })
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder)))
      const taken = results.filter((result) => result.status === 'fulfilled')
      expect(taken).toHaveLength(1)
      expect(await readdir(folder)).toEqual(['lock'])
      await taken[0]!.value.release()
    }
  })

  it('stays with another machine that took it for that of a process which is gone', async () => {
    const lock = await takeLock(folder)
    await write({ ...(await written()), host: 'elsewhere' })
    await lock.release()
    expect(await holderOf(folder)).toMatchObject({ host: 'elsewhere' })
  })
})

it('a folder that is missing cannot be locked', async () => {
  await expect(takeLock(join(folder, 'no'))).rejects.toThrow(/cannot write .*lock: there is no such file/)
})
