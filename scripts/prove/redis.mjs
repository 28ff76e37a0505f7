// @ts-check
// A Redis server for tests and proofs: on a free port of this machine alone, in a folder that goes with it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * Debian's redis-tools has the server under another name, and begins no service as the package of the server
 * does.
 */
const PROGRAMS = ['redis-server', 'valkey-server', 'redis-check-rdb']
const AS_SERVER = { argv0: 'redis-server' }

const program = PROGRAMS.find((name) => spawnSync(name, ['--version'], AS_SERVER).status === 0) ?? null

/** Why no server can be started here; null where one can. */
export const whyNoRedis = program === null ? 'neither redis-server nor valkey-server is installed' : null

/**
 * Starts a server that writes down all it is told (AOF).
 * @param {readonly string[]} [options] more of its own
 */
export async function startRedis(options = []) {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-redis-'))
  const port = await freePort()
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--daemonize', 'no', ...options],
  ]

  async function begin() {
    if (program === null) throw new Error(String(whyNoRedis))
    const child = spawn(program, args, { ...AS_SERVER, stdio: ['ignore', 'pipe', 'ignore'] })
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('Ready to accept connections')) break
    }
    child.stdout.resume()
    return child
  }

  let child = await begin()

  /** Ends it without a word. */
  async function kill() {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  return {
    address: `redis://127.0.0.1:${port}`,
    port,
    kill,
    /** Begins it again on what it has written. */
    start: async () => void (child = await begin()),
    async end() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Of this machine. Another process may take it before it is used: then the server says so and ends. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}
