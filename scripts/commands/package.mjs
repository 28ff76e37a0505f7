// @ts-check
// npm run package: what is handed out for Linux x64, in dist/.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeAppFolder, settleFiles } from '../package/appFolder.mjs'
import { makeAppImage, makeDeb, makeTarball } from '../package/archives.mjs'
import { bundledPackages } from '../package/notices.mjs'
import { product } from '../package/product.mjs'
import { reduceSbom } from '../package/sbom.mjs'
import { buildNow } from '../setup/build.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { findRuntime } from '../setup/runtime.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'
import { run, runNpm } from '../setup/spawn.mjs'

const USAGE = `npm run package [-- --out FOLDER] [--folder] [--test]

  --out FOLDER  where to (dist)
  --folder      only the app's folder, without archives
  --test        the test flavour: as released, but that Playwright can drive it
`

/** @param {readonly string[]} args */
export function main(args) {
  return runEntry(async () => {
    if (args.includes('--help')) {
      process.stdout.write(USAGE)
      return 0
    }
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new SetupError(
        'packages are made here for Linux x64 alone. electron-builder.config.mjs describes those of\n' +
          'Windows, macOS and Linux arm64: npx electron-builder, on such a machine (docs/shipping.md).',
      )
    }
    const started = Date.now()
    await ensurePackages(projectRoot)
    await buildNow(projectRoot)
    const out = args.includes('--out')
      ? (args[args.indexOf('--out') + 1] ?? 'dist')
      : join(projectRoot, 'dist')
    const flavour = args.includes('--test') ? 'test' : 'release'
    const app = await makeFolder(out, flavour)
    if (!args.includes('--folder')) await makeArchives(app, out)
    say(`packaged in ${Math.round((Date.now() - started) / 1000)} s`)
    return 0
  })
}

/** @param {string} out @param {import('../package/fuses.mjs').Flavour} flavour */
async function makeFolder(out, flavour) {
  const runtime = await findRuntime(projectRoot)
  say(`runtime: ${runtime.why}`)
  const { version } = await description()
  const suffix = flavour === 'test' ? '-test' : ''
  const folder = join(out, `${product.id}-${version}-linux-x64${suffix}`)
  await mkdir(out, { recursive: true })
  await makeAppFolder({ root: projectRoot, runtime: runtime.folder, folder, flavour })
  const electron = (await readFile(join(runtime.folder, 'version'), 'utf8')).trim().replace(/^v/, '')
  await writeSbom(join(folder, `${product.id}.cdx.json`), electron)
  await settleFiles(folder, await commitTime())
  say(`${folder}: ${await megabytes(folder)}`)
  return folder
}

/** @param {string} app @param {string} out */
async function makeArchives(app, out) {
  const { version } = await description()
  const contents = { app, version, out, time: await commitTime() }
  const [tarball, deb, image] = await Promise.all([
    makeTarball(contents),
    makeDeb(contents),
    makeAppImage(contents),
  ])
  const made = [tarball]
  for (const [kind, outcome] of /** @type {const} */ ([
    ['.deb', deb],
    ['AppImage', image],
  ])) {
    if ('file' in outcome) made.push(outcome.file)
    else say(`no ${kind}: ${outcome.leftOut}`)
  }
  const sums = []
  for (const file of made) {
    sums.push(`${await sha256(file)}  ${basename(file)}`)
    say(`${file}: ${((await stat(file)).size / 1e6).toFixed(0)} MB`)
  }
  await writeFile(join(out, 'SHA256SUMS'), `${sums.join('\n')}\n`)
  say(`${join(out, 'SHA256SUMS')}: compare with sha256sum --check SHA256SUMS`)
}

/** @param {string} file @param {string} electron */
async function writeSbom(file, electron) {
  const { code, stdout, stderr } = await runNpm(['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: projectRoot,
  })
  if (code !== 0) throw new SetupError(`npm sbom failed: ${stderr.trim()}`)
  const packages = bundledPackages(projectRoot)
  const sbom = reduceSbom(JSON.parse(stdout), { packages, electron, time: await commitTime() })
  await writeFile(file, `${JSON.stringify(sbom, null, 2)}\n`)
}

/** When the newest commit was made; SOURCE_DATE_EPOCH where there is no history. */
async function commitTime() {
  const given = Number(process.env.SOURCE_DATE_EPOCH)
  if (given > 0) return given
  const { stdout } = await run('git', ['log', '-1', '--format=%ct'], { cwd: projectRoot })
  return Number(stdout) || Math.floor((await stat(join(projectRoot, 'package.json'))).mtimeMs / 1000)
}

async function description() {
  return JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'))
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** @param {string} folder */
async function megabytes(folder) {
  const { stdout } = await run('du', ['--summarize', '--bytes', folder])
  return `${(Number.parseInt(stdout, 10) / 1e6).toFixed(0)} MB`
}
