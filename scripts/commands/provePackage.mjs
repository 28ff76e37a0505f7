// @ts-check
// npm run prove:package: the packages are made, unpacked, driven, and made once more to see whether they
// differ.
import { cp, mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { applyFuses } from '../package/appFolder.mjs'
import { fusesOf, readFuses } from '../package/fuses.mjs'
import { product } from '../package/product.mjs'
import { runToEnd } from '../setup/launch.mjs'
import { isOnPath } from '../setup/libraries.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { prepareWindows } from '../setup/prepare.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'
import { run } from '../setup/spawn.mjs'
import { main as packageNow } from './package.mjs'

const OWN = ['--once', '--there']

/** @param {readonly string[]} args for Playwright; `--once` leaves out the second build, `--there` the first too */
export function main(args) {
  return runEntry(async () => {
    if (!isOnPath('dpkg-deb')) throw new SetupError('dpkg-deb is not here: the .deb cannot be proved')
    const work = await mkdtemp(join(tmpdir(), 'unroll-package-'))
    try {
      const first = await (args.includes('--there') ? readSums : makePackages)(join(projectRoot, 'dist'))
      if (!OWN.some((option) => args.includes(option)))
        await compare(first, await makePackages(join(work, 'again')))
      const unpacked = await unpack(first, work)
      await sayFuses(unpacked.release)
      return await drive(
        unpacked,
        args.filter((argument) => !OWN.includes(argument)),
      )
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  })
}

/** @param {string} out @returns {Promise<Map<string, string>>} SHA-256 by file */
async function makePackages(out) {
  await mkdir(out, { recursive: true })
  await packageNow(['--out', out])
  if (process.exitCode) throw new SetupError('the packages could not be made')
  return readSums(out)
}

/** @param {string} out @returns {Promise<Map<string, string>>} SHA-256 by file */
async function readSums(out) {
  const sums = await readFile(join(out, 'SHA256SUMS'), 'utf8')
  const lines = sums.trim().split('\n')
  return new Map(lines.map((line) => [join(out, line.slice(66)), line.slice(0, 64)]))
}

/** @param {Map<string, string>} first @param {Map<string, string>} second */
async function compare(first, second) {
  const bySum = (/** @type {Map<string, string>} */ sums) =>
    [...sums].map(([file, sum]) => `${sum}  ${basename(file)}`).sort()
  const [a, b] = [bySum(first), bySum(second)]
  if (a.join() !== b.join()) throw new SetupError(`two builds differ:\n${[...a, ...b].join('\n')}`)
  say(`two builds have the same bytes: ${a.length} files`)
}

/** @param {Map<string, string>} packages @param {string} work */
async function unpack(packages, work) {
  const named = (/** @type {string} */ ending) =>
    [...packages.keys()].find((file) => file.endsWith(ending)) ?? ''
  const [release, tarball, deb] = ['release', 'tarball', 'deb'].map((name) => join(work, name))
  if (!release || !tarball || !deb) throw new Error('unreachable')
  await mkdir(release)
  await run('tar', ['--extract', '--strip-components=1', '--directory', release, '--file', named('.tar.gz')])
  await cp(release, tarball, { recursive: true })
  await applyFuses(join(tarball, product.id), 'test')
  await run('dpkg-deb', ['--extract', named('.deb'), deb])
  const installed = join(deb, 'usr/lib', product.id)
  await applyFuses(join(installed, product.id), 'test')
  return { release, tarball, deb: installed }
}

/** @param {string} release */
async function sayFuses(release) {
  const read = await readFuses(join(release, product.id))
  if (JSON.stringify(read) !== JSON.stringify(fusesOf('release')))
    throw new SetupError('the fuses are not those of a release')
  say(`fuses of the release, read back: ${JSON.stringify(read)}`)
}

/** @param {Awaited<ReturnType<typeof unpack>>} unpacked @param {readonly string[]} args */
async function drive(unpacked, args) {
  const windows = await prepareWindows(projectRoot)
  const playwright = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js')
  const config = ['--config', 'playwright.package.config.ts']
  const env = { ...windows.env, UNROLL_UNPACKED: JSON.stringify(unpacked) }
  const code = await runToEnd(process.execPath, [playwright, 'test', ...config, ...args], {
    cwd: projectRoot,
    env,
  })
  windows.stop()
  return code
}
