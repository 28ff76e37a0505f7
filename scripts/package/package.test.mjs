// @ts-check
import { getRawHeader, listPackage } from '@electron/asar'
import { readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from '../setup/setup.testing.mjs'
import { packApp } from './appArchive.mjs'
import { settleFiles } from './appFolder.mjs'
import { control, makeAppImage } from './archives.mjs'
import { packagesOf } from './bundled.mjs'
import { desktopEntry } from './desktop.mjs'
import { fusesOf } from './fuses.mjs'
import { drawIcons } from './icons.mjs'
import { noticesOf, noticesText } from './notices.mjs'
import { iconSizes } from './product.mjs'
import { reduceSbom } from './sbom.mjs'

test('a release has every fuse off that lets others in, and the test flavour differs in one', () => {
  const release = fusesOf('release')
  expect(release).toMatchObject({
    ...{ runAsNode: false, nodeOptions: false, nodeCliInspect: false, grantFileProtocol: false },
    onlyLoadAppFromAsar: true,
  })
  expect(fusesOf('test')).toEqual({ ...release, nodeCliInspect: true })
  expect(fusesOf('release', 'win32').asarIntegrity).toBe(true)
})

test('the desktop entry starts the window, and says in both languages what it is', () => {
  const entry = desktopEntry('/usr/lib/unroll/unroll')
  expect(entry).toContain('\nExec=/usr/lib/unroll/unroll\n')
  expect(entry).toMatch(/^Comment\[zh_CN\]=.*循环神经网络/m)
})

test('the icon is drawn in every size', async () => {
  for (const [size, png] of await drawIcons(iconSizes)) {
    const header = Buffer.from(png.subarray(0, 24))
    expect(header.toString('latin1', 1, 4)).toBe('PNG')
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([size, size])
  }
})

test("the Debian package's description fits what dpkg reads", () => {
  const text = control('1.2.3', 250_000)
  expect(text).toMatch(/^Package: unroll\nVersion: 1\.2\.3\nArchitecture: amd64\n/)
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(?:[A-Z][\w-]+: \S| \S)/)
})

test('without its runtime no AppImage is made, and the reason says what to do', async () => {
  const contents = { app: '/a', version: '1', out: '/o', time: 1 }
  expect(await makeAppImage(contents, {})).toMatchObject({
    leftOut: expect.stringContaining('APPIMAGE_RUNTIME'),
  })
})

test('packages are known from the files of a build, also those inside of others and behind queries', () => {
  const read = (/** @type {string} */ file) =>
    JSON.stringify({ name: file.includes('@scope') ? '@scope/b' : 'a', version: '1.0.0' })
  const files = [
    '/p/core/own.ts',
    '/p/node_modules/a/index.js?inline',
    '\0/p/node_modules/a/other.js',
    '../node_modules/a/fonts/one.woff2',
    '/p/node_modules/a/node_modules/@scope/b/index.js',
  ]
  expect(packagesOf('/p', files, read)).toEqual([
    { name: 'a', version: '1.0.0', folder: 'node_modules/a' },
    { name: '@scope/b', version: '1.0.0', folder: 'node_modules/a/node_modules/@scope/b' },
  ])
})

test('every package is told of with its licence, and one without any is not shipped', () => {
  const root = temporaryFolder()
  writeFiles(root, {
    'a/package.json': '{"license":"MIT"}',
    'a/LICENSE': 'Permission is granted',
    'b/package.json': '{"license":"MPL-2.0","repository":"github:b/b"}',
    'c/package.json': '{}',
  })
  const at = (/** @type {string} */ name) => ({ name, version: '1.0.0', folder: name })
  const notices = noticesOf(root, [at('a'), at('b')])
  expect(notices[0]).toEqual({ name: 'a', version: '1.0.0', licence: 'MIT', text: 'Permission is granted' })
  expect(notices[1]?.text).toBe('MPL-2.0: https://spdx.org/licenses/MPL-2.0.html\nSource: github:b/b')
  expect(noticesText(notices)).toContain('a 1.0.0 (MIT)')
  expect(() => noticesOf(root, [at('c')])).toThrow('c has no licence')
})

test('the list of contents names what is shipped, and the runtime, and is the same every time', () => {
  const component = (/** @type {string} */ name) => ({
    ...{ 'bom-ref': `${name}@1.0.0`, type: 'library', name, version: '1.0.0', scope: 'optional' },
    purl: `pkg:npm/${name}@1.0.0`,
  })
  const ofNpm = (/** @type {string} */ serialNumber) => ({
    ...{ bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber, version: 1 },
    metadata: { timestamp: serialNumber, component: { name: 'folder' } },
    components: [component('vue'), component('eslint')],
    dependencies: [{ ref: 'vue@1.0.0', dependsOn: ['eslint@1.0.0'] }, { ref: 'eslint@1.0.0' }],
  })
  const shipped = { packages: [{ name: 'vue', version: '1.0.0' }], electron: '33.2.1', time: 86400 }
  const list = reduceSbom(ofNpm('one'), shipped)
  expect(list.components.map(({ name }) => name)).toEqual(['vue', 'electron'])
  expect(list.components[0].scope).toBe('required')
  expect(list.dependencies).toEqual([{ ref: 'vue@1.0.0', dependsOn: [] }])
  expect(list.metadata).toMatchObject({
    timestamp: '1970-01-02T00:00:00.000Z',
    component: { name: 'unroll' },
  })
  expect(reduceSbom(ofNpm('two'), shipped)).toEqual(list)
  expect(() => reduceSbom(ofNpm('one'), { ...shipped, packages: [{ name: 'x', version: '1' }] })).toThrow(
    'x@1',
  )
})

/** A project as far as it is packed. */
function project() {
  const root = temporaryFolder()
  writeFiles(root, {
    'out/main/main.js': 'main',
    'out/main/main.js.map': '{}',
    'out/main/bundled.json': '[]',
    'out/.stamp': 'x',
    'lessons/01.lesson.md': '#',
    'core/private.ts': '1',
    LICENSE: 'MIT',
    'package.json': '{"name":"unroll","version":"1.0.0","main":"out/main/main.js","devDependencies":{}}',
  })
  return root
}

test('the app is packed with what it reads and nothing else, the same bytes whenever that is', async () => {
  const root = project()
  const work = temporaryFolder()
  await packApp(root, join(work, 'a'), join(work, 'a.asar'))
  const files = listPackage(join(work, 'a.asar'), { isPack: false }).filter((name) => /\.|LICENSE/.test(name))
  expect(files.sort()).toEqual([
    ...['/LICENSE', '/icon.png', '/lessons/01.lesson.md', '/out/main/main.js', '/package.json'],
  ])
  expect(JSON.stringify(getRawHeader(join(work, 'a.asar')).header)).toContain('"integrity"')
  utimesSync(join(root, 'LICENSE'), 1, 1)
  await packApp(root, join(work, 'b'), join(work, 'b.asar'))
  expect(readFileSync(join(work, 'b.asar')).equals(readFileSync(join(work, 'a.asar')))).toBe(true)
})

test('rights and times of what is packed are the same everywhere', async () => {
  const folder = temporaryFolder()
  writeFiles(folder, { unroll: '', 'bin/unroll': '', 'chrome-sandbox': '', LICENSE: '', 'libx.so.1': '' })
  await settleFiles(folder, 1_000_000)
  const modeOf = (/** @type {string} */ name) => statSync(join(folder, name)).mode & 0o7777
  const modes = ['unroll', 'bin', 'bin/unroll', 'chrome-sandbox', 'LICENSE', 'libx.so.1'].map(modeOf)
  expect(modes).toEqual([0o755, 0o755, 0o755, 0o4755, 0o644, 0o755])
  expect(statSync(join(folder, 'LICENSE')).mtimeMs).toBe(1e9)
})
