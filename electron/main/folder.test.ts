import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whyUnwritable } from './folder'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'unroll-folder-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('whyUnwritable', () => {
  it('has nothing to say of a folder that takes files, or that can be made, and leaves nothing in it', () => {
    expect(whyUnwritable(folder)).toBeNull()
    expect(whyUnwritable(join(folder, 'deep', 'er'))).toBeNull()
    expect(readdirSync(folder)).toEqual(['deep'])
    expect(readdirSync(join(folder, 'deep', 'er'))).toEqual([])
  })

  it("gives the file system's reason where it does not", () => {
    writeFileSync(join(folder, 'file'), '')
    expect(whyUnwritable(join(folder, 'file'))).toMatch(/^ENOTDIR/)
    expect(whyUnwritable(join(folder, 'file', 'inner'))).toMatch(/^ENOTDIR/)
    // No file can be made there by anybody.
    expect(whyUnwritable('/proc/unroll')).toMatch(/^E[A-Z]+: /)
  })
})
