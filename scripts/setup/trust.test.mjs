// @ts-check
import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'
import { whyReplaceable, whyUntrusted } from './trust.mjs'

const me = { uid: process.getuid?.(), gid: process.getgid?.() }

test('a folder of this user that nobody else can write to is trusted', () => {
  const folder = temporaryFolder()
  writeFiles(folder, { 'deep/program': '' })
  expect(whyUntrusted(folder)).toBeNull()
})

test("a group of others that can write is no friend, the user's own group is", () => {
  const folder = temporaryFolder()
  writeFiles(folder, { program: '' })
  chmodSync(join(folder, 'program'), 0o775)
  expect(whyUntrusted(folder, me)).toBeNull()
  expect(whyUntrusted(folder, { ...me, gid: 4242 })).toContain('program can be written to by others')
})

test('what belongs to another user is not trusted, whatever its mode', () => {
  const folder = temporaryFolder()
  writeFiles(folder, { program: '' })
  // Only root can give a file away; anybody else is told that a user of another number asks.
  const isRoot = me.uid === 0
  if (isRoot) chownSync(join(folder, 'program'), 4242, 4242)
  const asked = isRoot ? me : { ...me, uid: Number(me.uid) + 1 }
  expect(whyUntrusted(folder, asked)).toContain(`belongs to another user (uid ${isRoot ? 4242 : me.uid})`)
})

test('a link leads elsewhere, so it is not trusted', () => {
  const folder = temporaryFolder()
  symlinkSync('/bin/sh', join(folder, 'program'))
  expect(whyUntrusted(folder)).toBe(`${join(folder, 'program')} is a link`)
})

describe('the place of a folder', () => {
  /** @param {number} mode of the folder above the one in question */
  function below(mode) {
    const parent = join(temporaryFolder(), 'parent')
    const folder = join(parent, 'deep', 'runtime')
    mkdirSync(folder, { recursive: true })
    chmodSync(parent, mode)
    return { parent, folder }
  }

  test("is this user's where nobody else can write above it", () => {
    expect(whyReplaceable(below(0o755).folder)).toBeNull()
  })

  test('is anybody’s where somebody else can write to any folder above it', () => {
    const { parent, folder } = below(0o777)
    expect(whyReplaceable(folder)).toBe(`${parent} can be written to by others`)
    expect(whyUntrusted(folder)).toBeNull()
  })

  test("is its owner's in a folder like /tmp, where only owners replace what is theirs", () => {
    expect(whyReplaceable(below(0o1777).folder)).toBeNull()
  })

  test("is another user's where a folder above it is, whatever its mode", () => {
    const { parent, folder } = below(0o755)
    const isRoot = me.uid === 0
    if (isRoot) chownSync(parent, 4242, 4242)
    const asked = isRoot ? me : { ...me, uid: Number(me.uid) + 1 }
    expect(whyReplaceable(folder, asked)).toContain('belongs to another user')
  })

  test('is as safe as what links on the way lead through', () => {
    const { parent } = below(0o777)
    const home = temporaryFolder()
    symlinkSync(join(parent, 'deep'), join(home, 'cache'))
    expect(whyReplaceable(join(home, 'cache', 'runtime'))).toBe(`${parent} can be written to by others`)
    chmodSync(parent, 0o755)
    expect(whyReplaceable(join(home, 'cache', 'runtime'))).toBeNull()
  })
})
