// @ts-check
import { chmodSync, chownSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'
import { whyUntrusted } from './trust.mjs'

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
