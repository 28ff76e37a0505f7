import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInstanceLock } from './instanceLock'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'unroll-lock-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** An instance of a folder whose lock another one has, until so many milliseconds were waited. */
function instance(endsAfter = Infinity) {
  const quittingFile = join(folder, 'quitting')
  let waited = 0
  const lock = createInstanceLock({
    request: () => waited >= endsAfter,
    quittingFile,
    wait(ms) {
      waited += ms
      return Promise.resolve()
    },
  })
  return { lock, quittingFile, waited: () => waited }
}

describe('the lock of an instance', () => {
  it('is taken at once where nobody has it', async () => {
    const { lock, waited } = instance(0)
    expect([await lock.take(), waited()]).toEqual([true, 0])
  })

  it('is not waited for while another instance goes on, which shows its window', async () => {
    const { lock, waited } = instance()
    expect([await lock.take(), waited()]).toEqual([false, 0])
  })

  it('is waited for while the other instance quits', async () => {
    const quitting = instance(0)
    await quitting.lock.take()
    quitting.lock.announceQuit()
    const { lock, waited, quittingFile } = instance(2000)
    expect([await lock.take(), waited()]).toEqual([true, 2000])
    expect(existsSync(quittingFile)).toBe(false)
  })

  it('is not waited for longer than ten seconds', async () => {
    instance(0).lock.announceQuit()
    const { lock, waited } = instance()
    expect([await lock.take(), waited()]).toEqual([false, 10_000])
  })

  it('is given back without a word where the disk takes no file', () => {
    rmSync(folder, { recursive: true })
    expect(() => instance().lock.announceQuit()).not.toThrow()
    folder = mkdtempSync(join(tmpdir(), 'unroll-lock-'))
  })
})
