import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const PROJECT = join(import.meta.dirname, '../..')
/** Updates of a run whose speed is taken, the first of them left out: start-up and compilation. */
export const NUM_UPDATES = 500
export const NUM_WARM_UP = 100

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

/** The largest (1) or the smallest (-1). */
export function best(values: readonly number[], direction: 1 | -1): number {
  return direction === 1 ? Math.max(...values) : Math.min(...values)
}

/** Updates a second of `unroll train` on the default experiment, after its warm-up. */
export async function commandLineUpdatesPerSecond(): Promise<number> {
  const args = ['out/main/cli.js', 'train', '--updates', String(NUM_UPDATES), '--json']
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'inherit'] })
  let update = 0
  let speed = NaN
  let start: { update: number; time: number } | undefined
  child.stdout.on('data', (chunk: Buffer) => {
    update = Math.min(NUM_UPDATES, update + chunk.toString().split('\n').length - 1)
    const time = performance.now()
    if (update >= NUM_WARM_UP) start ??= { update, time }
    if (start && update > start.update) speed = ((update - start.update) * 1000) / (time - start.time)
  })
  await once(child, 'close')
  return speed
}
