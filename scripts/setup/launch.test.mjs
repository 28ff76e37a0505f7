// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { hasDisplay } from './display.mjs'
import { electronSwitches, runToEnd } from './launch.mjs'
import { ensureSandbox } from './sandbox.mjs'
import { temporaryFolder } from './setup.testing.mjs'

test.each([
  { machine: { isRoot: false, hasGpu: true }, flags: [] },
  { machine: { isRoot: true, hasGpu: true }, flags: ['--no-sandbox'] },
  { machine: { isRoot: false, hasGpu: false }, flags: ['--disable-gpu'] },
])('$machine needs $flags', ({ machine, flags }) => {
  expect(electronSwitches(machine).map(({ flag }) => flag)).toEqual(flags)
})

test('every switch comes with a notice that names it', () => {
  for (const { flag, notice } of electronSwitches({ isRoot: true, hasGpu: false }))
    expect(notice).toContain(flag)
})

test.each([
  { env: {}, platform: /** @type {const} */ ('linux'), expected: false },
  { env: { DISPLAY: ':0' }, platform: /** @type {const} */ ('linux'), expected: true },
  { env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: /** @type {const} */ ('linux'), expected: true },
  { env: {}, platform: /** @type {const} */ ('darwin'), expected: true },
])('$env on $platform has a display: $expected', ({ env, platform, expected }) => {
  expect(hasDisplay(env, platform)).toBe(expected)
})

test("a program's exit code is handed on", async () => {
  expect(await runToEnd(process.execPath, ['-e', 'process.exit(7)'], { cwd: tmpdir() })).toBe(7)
  expect(await runToEnd(process.execPath, ['-e', ''], { cwd: tmpdir(), ownGroup: true })).toBe(0)
})

test('a program that ends itself after a signal has its own exit code handed on', async () => {
  const program =
    "process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up')"
  const script = `
    import { runToEnd } from ${JSON.stringify(new URL('launch.mjs', import.meta.url).href)}
    process.exitCode = await runToEnd(process.execPath, ['-e', ${JSON.stringify(program)}], { cwd: '.', endsItself: true })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([3, null])
})

test('a program that listens is told when the one who started it is killed', async () => {
  const program =
    "process.once('disconnect', () => { console.log('alone'); process.exit() }); setInterval(() => {}, 1000); console.log('up')"
  const script = `
    import { runToEnd } from ${JSON.stringify(new URL('launch.mjs', import.meta.url).href)}
    await runToEnd(process.execPath, ['-e', ${JSON.stringify(program)}], { cwd: '.', listens: true })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child.stdout, 'close')
  expect(text).toBe('up\nalone\n')
})

test('a program that does not exist is an error', async () => {
  await expect(runToEnd('no-such-program', [], { cwd: tmpdir() })).rejects.toThrow('ENOENT')
})

test.runIf(process.platform === 'linux')(
  'without user namespaces the command for the helper is told',
  async () => {
    const folder = temporaryFolder()
    const attempt = ensureSandbox(folder, async () => false, false)
    await expect(attempt).rejects.toThrow(`sudo chmod 4755 '${folder}/chrome-sandbox'`)
    await expect(ensureSandbox(folder, async () => true, false)).resolves.toBeUndefined()
    await expect(ensureSandbox(folder, async () => false, true)).resolves.toBeUndefined()
  },
)
