import { spawnSync } from 'node:child_process'
import type { LabApp } from './app'
import { expect, test } from './fixtures'

/** Enough for the engine to have optimized all kernels long before the end. */
const UPDATES = 100
const experiment = {
  Cell: 'gru',
  'Hidden size': 64,
  'Batch size': 32,
  Updates: UPDATES,
  Precision: 'float32',
}

/** Every digit of the losses of the next run, as they reach the window. */
function collectLosses(app: LabApp): Promise<number[]> {
  return app.page.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        type On = (listener: (batch: { columns: { loss: Float64Array } }) => void) => () => void
        const { on } = (window as unknown as { unroll: { on: Record<string, On> } }).unroll
        const losses: number[] = []
        const end = on['run:batch']!(({ columns }) => {
          losses.push(...columns.loss)
          if (losses.length < count) return
          end()
          resolve(losses)
        })
      }),
    UPDATES,
  )
}

/** The same experiment with any cell in a terminal, on one thread: in Node, or in the app's engine. */
function lossesOf(script: 'out/main/cli.js' | 'scripts/unroll.mjs', cell = 'gru'): number[] {
  const sizes = ['--hidden-size', '64', '--batch', '32', '--updates', String(UPDATES)]
  const flags = ['--task', 'adding', '--cell', cell, ...sizes, '--dtype', 'float32', '--threads', '1']
  const { stdout } = spawnSync(process.execPath, [script, 'train', ...flags, '--json'], { encoding: 'utf8' })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; loss: number })
    .filter(({ type }) => type === 'update')
    .map(({ loss }) => loss)
}

test('float32 has the same bits in the app as in Node, with one thread and with two', async ({ app }) => {
  const expected = lossesOf('out/main/cli.js')
  expect(expected).toHaveLength(UPDATES)
  await app.openMore('Training')
  for (const threads of [1, 2]) {
    await app.fill({ ...experiment, Threads: threads })
    const losses = collectLosses(app)
    await app.button('Start').click()
    expect(await losses).toEqual(expected)
    await expect(app.status).toContainText('Done')
  }
})

test("float32 has the same bits in the app's engine as in Node with every cell", () => {
  for (const cell of ['rnn', 'residual', 'lstm']) {
    const expected = lossesOf('out/main/cli.js', cell)
    expect(expected).toHaveLength(UPDATES)
    expect(lossesOf('scripts/unroll.mjs', cell)).toEqual(expected)
  }
})
