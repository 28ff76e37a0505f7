import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { launch, openLab, test } from '../fixtures'
import type { Fields } from '../app'
import { measureEventLoop, measureFrames, measureMemory } from './probes'

const PROJECT = join(import.meta.dirname, '../..')
const TINY: Fields = { Cell: 'rnn', 'Hidden size': 4, 'Sequence length': 5, 'Batch size': 4 }
const ROUNDS = 5
const NUM_UPDATES = 500
/** Left out of the timing: start-up and compilation. */
const NUM_WARM_UP = 100

function report(name: string, figures: Record<string, number | string>): void {
  const shown = Object.entries(figures).map(
    ([key, value]) => `${key} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`,
  )
  process.stdout.write(`    ${name}: ${shown.join(', ')}\n`)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

/** Speed between the end of the warm-up and the last update. */
async function updatesPerSecond(updatesNow: () => Promise<number>): Promise<number> {
  let first: { update: number; time: number } | undefined
  for (;;) {
    const update = await updatesNow()
    const time = performance.now()
    if (update >= NUM_WARM_UP) first ??= { update, time }
    if (first && update >= NUM_UPDATES) return ((update - first.update) * 1000) / (time - first.time)
  }
}

async function commandLineUpdatesPerSecond(): Promise<number> {
  const args = ['out/main/cli.js', 'train', '--updates', String(NUM_UPDATES), '--json']
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'inherit'] })
  let lines = 0
  child.stdout.on('data', (chunk: Buffer) => (lines += chunk.toString().split('\n').length - 1))
  const ended = once(child, 'exit')
  const speed = await updatesPerSecond(async () => {
    await once(child.stdout, 'data')
    return Math.min(lines, NUM_UPDATES)
  })
  await ended
  return speed
}

test('smoothness at full training speed over 20 s', async ({ app }) => {
  await app.startRun({ ...TINY, Updates: 10_000_000 })
  await app.waitForUpdate(1000)
  const before = await app.updates()
  const [delay, frames] = await Promise.all([
    measureEventLoop(app.electron, 20_000),
    measureFrames(app.page, 20_000),
  ])
  const updatesPerSecond = ((await app.updates()) - before) / 20
  report('main event loop, ms', { ...delay })
  report('window', { framesPerSecond: frames, updatesPerSecond })
})

test('memory of a run of 100,000 updates', async ({ app }) => {
  await app.startRun({ ...TINY, Updates: 100 })
  await app.waitForUpdate(100)
  await app.button('Reset').click()
  const before = await measureMemory(app.electron)
  await app.startRun({ ...TINY, Updates: 100_000 })
  await app.waitForUpdate(100_000)
  const after = await measureMemory(app.electron)
  report('growth, MB', { main: after.main - before.main, window: after.window - before.window })
})

test('training with a window watching against the command line', async ({ app }) => {
  const watched: number[] = []
  const alone: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await app.startRun({ Updates: NUM_UPDATES })
    watched.push(await updatesPerSecond(() => app.updates()))
    await app.button('Reset').click()
    alone.push(await commandLineUpdatesPerSecond())
  }
  report('updates a second', {
    watched: median(watched),
    alone: median(alone),
    'watched / alone, median of rounds': median(watched.map((speed, round) => speed / alone[round]!)),
  })
})

test('from the launch to a window that can be used', async ({ userData }) => {
  const seconds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const electron = await launch(userData)
    await openLab(electron)
    seconds.push((performance.now() - start) / 1000)
    await electron.close()
  }
  report('seconds', { median: median(seconds), most: Math.max(...seconds) })
})
