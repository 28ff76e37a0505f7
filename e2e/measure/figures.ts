import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const PROJECT = join(import.meta.dirname, '../..')
/** Updates of a run whose speed is taken, the first of them left out: start-up and compilation. */
export const NUM_UPDATES = 500
const NUM_WARM_UP = 100

/** Prints a line of named figures. */
export function report(name: string, figures: Record<string, number | string>): void {
  const shown = Object.entries(figures).map(
    ([key, value]) => `${key} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`,
  )
  process.stdout.write(`    ${name}: ${shown.join(', ')}\n`)
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

/** Updates a second between the end of the warm-up and the last update. */
export async function updatesPerSecond(updatesNow: () => Promise<number>): Promise<number> {
  let first: { update: number; time: number } | undefined
  for (;;) {
    const update = await updatesNow()
    const time = performance.now()
    if (update >= NUM_WARM_UP) first ??= { update, time }
    if (first && update >= NUM_UPDATES) return ((update - first.update) * 1000) / (time - first.time)
  }
}

/** The same of `unroll train` on the default experiment. */
export async function commandLineUpdatesPerSecond(): Promise<number> {
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
