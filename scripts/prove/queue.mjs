// @ts-check
// Sweeps by workers of other processes that are killed, and by one that is not.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { commandLine } from './killed.mjs'

const NUM_WORKERS = 2
const SETTINGS = { task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } }

/**
 * @typedef {{ cli: string, folder: string, redis: import('./redis.d.mts').RedisServer, say: (text: string) => void }} Place
 */

/**
 * Writes a sweep over learning rates; returns its file's path.
 * @param {string} folder @param {string} name @param {number} trials @param {number} updates @param {number} seed
 */
function writeSweep(folder, name, trials, updates, seed = 0) {
  const file = join(folder, `${name}.json`)
  const fields = { 'optimizer.lr': { min: 0.0001, max: 0.1, scale: 'log' } }
  const search = { strategy: 'random', trials, seed, fields }
  writeFileSync(file, JSON.stringify({ experiment: { ...SETTINGS, train: { batch: 4, updates } }, search }))
  return file
}

/**
 * Begins a process of the command line.
 * @param {string} cli @param {readonly string[]} args @param {string} address
 */
function begin(cli, args, address) {
  const env = { ...process.env, UNROLL_QUEUE: address }
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  /** @type {string[]} */
  const lines = []
  createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line))
  return { child, lines, exited: once(child, 'exit').then(([code]) => Number(code)) }
}

/**
 * Trains a sweep by two workers while these and the server are killed at random moments. Whether every trial
 * came once, with the bits of a sweep of this machine alone.
 * @param {Place & { trials: number, kills: number, restarts: number, updates?: number }} options
 */
export async function proveKills({ cli, folder, redis, trials, kills, restarts, say, updates = 300 }) {
  const file = writeSweep(folder, 'proof', trials, updates)
  const unroll = commandLine(cli)
  const started = performance.now()
  const alone = unroll('sweep', file, '--json', '--no-keep', '--threads', String(NUM_WORKERS)).lines
  const localMs = performance.now() - started
  say(
    `${trials} trials of ${updates} updates by this machine alone: ${(localMs / trials).toFixed(1)} ms a trial`,
  )

  const data = join(folder, 'data')
  const startWorker = () => begin(cli, ['worker', '--threads', '1'], redis.address)
  const workers = Array.from({ length: NUM_WORKERS }, startWorker)
  const began = performance.now()
  const sweep = begin(cli, ['sweep', file, '--json', '--data-dir', data], redis.address)
  // Spread over the trials: after each of these many have come, something is killed.
  const moments = Array.from({ length: kills + restarts }, () => Math.floor(Math.random() * trials * 0.9))
  moments.sort((one, other) => one - other)
  const isRestart = new Set(
    Array.from({ length: restarts }, (_, i) => Math.floor(((i + 1) * moments.length) / (restarts + 1))),
  )
  for (const [i, moment] of moments.entries()) {
    while (sweep.lines.length < moment && sweep.child.exitCode === null) await pause(20)
    await pause(Math.random() * 200)
    if (isRestart.has(i)) {
      await redis.kill()
      await pause(Math.random() * 1000)
      await redis.start()
      say(`the server was killed after ${sweep.lines.length} trials`)
    } else {
      const which = Math.floor(Math.random() * NUM_WORKERS)
      workers[which]?.child.kill('SIGKILL')
      await workers[which]?.exited
      workers[which] = startWorker()
      say(`worker ${which + 1} was killed after ${sweep.lines.length} trials`)
    }
  }
  const code = await sweep.exited
  const queuedMs = performance.now() - began
  await Promise.all(workers.map(({ child, exited }) => (child.kill('SIGTERM'), exited)))

  const ids = new Set(sweep.lines.map((line) => JSON.parse(line).id))
  const isOnce = sweep.lines.length === trials && ids.size === trials
  const isEqual = sweep.lines.join('\n') === alone.join('\n')
  const kept = unroll('runs', 'list', '--json', '--data-dir', data).lines.length
  say(
    `by ${NUM_WORKERS} workers, ${kills} of them and ${restarts} servers killed: ${(queuedMs / trials).toFixed(1)} ms a trial`,
  )
  say(
    `${ids.size} of ${trials} trials came, ${isOnce ? 'each once' : 'NOT each once'}; ${kept} runs are kept`,
  )
  say(`their lines and those of this machine alone are ${isEqual ? 'the same' : 'NOT the same'}`)
  return code === 0 && isOnce && isEqual && kept === trials
}

/** The largest sweep that there is. */
const MOST_TRIALS = 10_000

/**
 * Puts many trials on the server that nobody trains; says what they take of the server's memory and of the
 * process that waits for the last sweep of them.
 * @param {Place & { queued: number }} options
 */
export async function measureQueued({ cli, folder, redis, queued, say }) {
  const { Redis } = await import('ioredis')
  const client = new Redis(redis.port, '127.0.0.1')
  try {
    const bytes = async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1])
    const waiting = () => client.llen('unroll:trials-0.1.0:wait')
    await client.flushall()
    const before = await bytes()
    const sweeps = Math.ceil(queued / MOST_TRIALS)
    for (let i = 0; i < sweeps; i++) {
      const trials = Math.min(MOST_TRIALS, queued - i * MOST_TRIALS)
      const file = writeSweep(folder, `queued-${i}`, trials, 300, i)
      const started = performance.now()
      const { child, exited } = begin(cli, ['sweep', file, '--json', '--no-keep'], redis.address)
      while ((await waiting()) < i * MOST_TRIALS + trials && child.exitCode === null) await pause(50)
      if (i === sweeps - 1) {
        const rss =
          Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
        const ms = (performance.now() - started) / trials
        say(
          `a coordinator of ${trials} trials takes ${rss.toFixed(0)} MB; it has put one there in ${ms.toFixed(2)} ms`,
        )
      }
      child.kill('SIGINT')
      await exited
    }
    const all = await waiting()
    say(
      `${all} trials wait; the server takes ${(((await bytes()) - before) / 2 ** 20).toFixed(0)} MiB more for them`,
    )
  } finally {
    client.disconnect()
  }
}
