// @ts-check
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { installPackages } from './libraries.mjs'
import { temporaryFolder } from './setup.testing.mjs'

/** Programs by these names that write down how they are called, and what is said to the person. @param {Record<string, string>} scripts */
function machine(scripts) {
  const folder = temporaryFolder()
  const calls = join(folder, 'calls')
  const programs = { dpkg: '', 'apt-cache': '', 'apt-get': '', ...scripts }
  for (const [name, script] of Object.entries(programs)) {
    const file = join(folder, name)
    writeFileSync(
      file,
      `#!/bin/sh\necho "${name} $*" | sed 's/-o [^ ]* //g' >> '${calls}'\ncd '${folder}'\n${script}\n`,
    )
    chmodSync(file, 0o755)
  }
  const said = vi.mocked(process.stdout.write)
  return {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
    said: () => said.mock.calls.map(([text]) => String(text)).join(''),
  }
}

const INSTALL = 'apt-get install -y -qq --no-install-recommends'

test('says what is installed and why before anything runs, then installs it under the names of this system', async () => {
  const known = 'case "$2" in libasound2t64) echo "  Candidate: 1.2";; esac'
  const { env, calls, said } = machine({ 'apt-cache': known })
  await installPackages(['libnss3', 'libasound2'], 'libnss3.so', { env })
  expect(said()).toMatch(/missing on this system: libnss3.so\n.*apt-get installs it now: libnss3 libasound2/)
  expect(calls()).toEqual([
    'dpkg --audit',
    'dpkg --configure -a',
    'apt-get update -qq',
    'apt-cache policy libnss3t64',
    'apt-cache policy libasound2t64',
    `${INSTALL} libnss3 libasound2t64`,
  ])
})

test('an interrupted installation is finished first, and told of', async () => {
  const { env, said } = machine({ dpkg: 'if [ "$1" = --audit ]; then echo "libgtk is half installed"; fi' })
  await installPackages(['xvfb'], 'Xvfb', { env })
  expect(said()).toContain('an installation was interrupted here before; it is finished first')
})

test('an installation that fails is mended and tried once more', async () => {
  const script = 'case "$*" in *fix-broken*) touch mended;; *recommends*) test -e mended || exit 100;; esac'
  const { env, calls } = machine({ 'apt-get': script })
  await installPackages(['xvfb'], 'Xvfb', { env })
  expect(calls().slice(-3)).toEqual([
    `${INSTALL} xvfb`,
    'apt-get install -y -qq --fix-broken',
    `${INSTALL} xvfb`,
  ])
})

test("one that goes on failing ends with apt-get's own errors", async () => {
  const script = 'case "$*" in *recommends*) echo "noise"; echo "E: no such package" >&2; exit 100;; esac'
  const { env } = machine({ 'apt-get': script })
  await expect(installPackages(['xvfb'], 'Xvfb', { env })).rejects.toThrow(
    /^apt-get install failed with code 100:\nE: no such package$/,
  )
})

test('one that takes too long is ended, and the message says that the next start goes on', async () => {
  const { env } = machine({ 'apt-get': 'case "$*" in *recommends*) exec sleep 60;; esac' })
  await expect(installPackages(['xvfb'], 'Xvfb', { env, limitMs: 1500 })).rejects.toThrow(
    /took too long and was ended. Start again: it goes on where it stopped/,
  )
})

test('how far apt-get is stands on a terminal', async () => {
  const { env, said } = machine({
    'apt-get': 'case "$*" in *recommends*) echo "pmstatus:xvfb:60.0:Unpacking" >&3;; esac',
  })
  const { isTTY } = process.stdout
  vi.stubEnv('TERM', 'xterm')
  process.stdout.isTTY = true
  await installPackages(['xvfb'], 'Xvfb', { env }).finally(() => {
    process.stdout.isTTY = isTTY
    vi.unstubAllEnvs()
  })
  expect(said()).toMatch(/apt-get install \[#+\.+\] 60 %/)
})
