// @ts-check
// One package's tarball from the registry that this user's npm is set up for, checked against a known hash.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createProgress } from './progress.mjs'
import { say, SetupError } from './say.mjs'
import { runNpm } from './spawn.mjs'

const STALL_MS = 30_000

/**
 * Downloads `spec` to `file`. npm is asked for the address, so that its registry, scope and mirror settings
 * hold. A plain download comes first because it shows progress; where that fails (a registry behind a login
 * or a proxy), npm itself fetches it.
 * @param {{ spec: string, integrity: string }} wanted `integrity` in npm's form, `sha512-BASE64`
 * @param {string} file
 * @throws {SetupError} if neither way works or the bytes are not the expected ones.
 */
export async function downloadTarball({ spec, integrity }, file) {
  try {
    await download(await tarballAddress(spec), file, `downloading ${spec}`)
  } catch (error) {
    say(
      `the direct download failed (${reason(error)}); npm fetches the package instead, without a progress bar`,
    )
    await packWithNpm(spec, file)
  }
  await checkIntegrity(file, integrity, spec)
}

/**
 * @param {string} file
 * @param {string} integrity
 * @param {string} name what to call the file in the message
 * @throws {SetupError} if the file's hash is another.
 */
export async function checkIntegrity(file, integrity, name) {
  const algorithm = integrity.slice(0, integrity.indexOf('-'))
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  const actual = `${algorithm}-${hash.digest('base64')}`
  if (actual === integrity) return
  throw new SetupError(
    `the download of ${name} is not what this project expects, so it is not used.\n` +
      `  expected ${integrity}\n  received ${actual} (${(await stat(file)).size} bytes)\n` +
      '  A damaged cache or a changed mirror can cause this. Try again; if it stays, ask whoever runs the mirror.',
  )
}

/** @param {string} spec */
async function tarballAddress(spec) {
  const outcome = await runNpm(['view', spec, 'dist.tarball', '--json'])
  if (outcome.code !== 0) throw new Error(npmReason(outcome))
  return String(JSON.parse(outcome.stdout))
}

/**
 * Streams `address` to `file`, with progress. A transfer that stands still for half a minute is given up.
 * @param {string} address
 * @param {string} file
 * @param {string} label
 */
async function download(address, file, label) {
  const stalled = new AbortController()
  const watchdog = setTimeout(() => stalled.abort(new Error(`no data for ${STALL_MS / 1000} s`)), STALL_MS)
  const progress = createProgress(label)
  try {
    const response = await fetch(address, { signal: stalled.signal })
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)
    const total = Number(response.headers.get('content-length')) || null
    let done = 0
    const body = /** @type {import('node:stream/web').ReadableStream} */ (response.body)
    const count = async function* (/** @type {AsyncIterable<Buffer>} */ source) {
      for await (const chunk of source) {
        watchdog.refresh()
        done += chunk.length
        progress.update(done, total)
        yield chunk
      }
    }
    await pipeline(Readable.fromWeb(body), count, createWriteStream(file))
  } finally {
    clearTimeout(watchdog)
    progress.end()
  }
}

/** @param {string} spec @param {string} file */
async function packWithNpm(spec, file) {
  const folder = dirname(file)
  const outcome = await runNpm(['pack', spec, '--json', '--ignore-scripts'], { cwd: folder })
  if (outcome.code !== 0) throw new SetupError(`npm could not fetch ${spec}: ${npmReason(outcome)}`)
  await rename(join(folder, JSON.parse(outcome.stdout)[0].filename), file)
}

/** @param {unknown} error */
function reason(error) {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error ? inner.message : String(inner)
}

/**
 * Why npm failed. With `--json` every version of it says so on standard output in one form, while its lines
 * on standard error differ from version to version.
 * @param {import('./spawn.mjs').Outcome} outcome
 */
export function npmReason({ code, stdout, stderr }) {
  try {
    const { error } = JSON.parse(stdout)
    return `${error.summary} (${error.code})`
  } catch {
    return stderr.trim() || `it ended with code ${code}`
  }
}
