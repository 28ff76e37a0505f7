// @ts-check
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { ensurePackages, stalePackages } from './packages.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

const PACKAGES = {
  '': { version: '0.1.0' },
  'node_modules/vue': { version: '3.0.0', integrity: 'sha512-a' },
  'node_modules/other-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
}
const { 'node_modules/vue': vue } = PACKAGES

/** @param {object | null} installed what npm recorded in node_modules; null: nothing is installed */
function project(installed) {
  const root = temporaryFolder()
  writeFiles(root, { 'package-lock.json': { packages: PACKAGES } })
  if (installed) writeFiles(root, { 'node_modules/.package-lock.json': { packages: installed } })
  return root
}

test('a missing node_modules is stale', () => {
  expect(stalePackages(project(null))).toBe('node_modules is missing')
})

test('a node_modules that npm did not complete is stale', () => {
  const root = project(null)
  mkdirSync(join(root, 'node_modules'))
  expect(stalePackages(root)).toBe('node_modules was not completed by npm')
})

test('packages that npm installed by hand are taken over, without those of other systems', () => {
  expect(stalePackages(project({ 'node_modules/vue': vue }))).toBeNull()
})

test('a package of another version is named', () => {
  const root = project({ 'node_modules/vue': { version: '2.0.0', integrity: 'sha512-c' } })
  expect(stalePackages(root)).toBe('node_modules/vue is 2.0.0, package-lock.json says 3.0.0')
})

test('a package that is missing is named', () => {
  expect(stalePackages(project({}))).toBe('node_modules/vue is missing')
})

test('after an installation nothing is read but the stamp', async () => {
  const root = project({ 'node_modules/vue': vue })
  await ensurePackages(root)
  rmSync(join(root, 'node_modules', '.package-lock.json'))
  expect(stalePackages(root)).toBeNull()
})

test('a changed package-lock.json makes the packages stale', async () => {
  const root = project({ 'node_modules/vue': vue })
  await ensurePackages(root)
  const changed = { ...PACKAGES, 'node_modules/pinia': { version: '1.0.0' } }
  writeFiles(root, { 'package-lock.json': { packages: changed } })
  expect(stalePackages(root)).toBe('node_modules/pinia is missing')
})

test('another major version of Node makes the packages stale', () => {
  const root = project({ 'node_modules/vue': vue })
  writeFiles(root, { 'node_modules/.unroll-packages.json': { lock: 'x', node: '1' } })
  expect(stalePackages(root)).toMatch(/^they were installed with Node 1, this is Node \d+$/)
})

test('stale packages are installed once, then left alone', async () => {
  const root = project(null)
  const install = vi.fn(async () => {
    mkdirSync(join(root, 'node_modules'))
    return 0
  })
  await ensurePackages(root, install)
  await ensurePackages(root, install)
  expect(install).toHaveBeenCalledOnce()
})

test('a failed installation is told, and tried again the next time', async () => {
  const root = project(null)
  const install = vi.fn(async () => 1)
  await expect(ensurePackages(root, install)).rejects.toThrow('npm ci failed with code 1')
  await expect(ensurePackages(root, install)).rejects.toThrow('npm ci failed with code 1')
  expect(install).toHaveBeenCalledTimes(2)
})
