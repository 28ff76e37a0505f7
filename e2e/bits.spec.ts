import { spawnSync } from 'node:child_process'
import type { LabApp } from './app'
import { expect, test } from './fixtures'

const UPDATES = 25
const experiment = {
  Cell: 'gru',
  'Hidden size': 64,
  'Batch size': 32,
  Updates: UPDATES,
  Precision: 'float32',
}
const flags = ['--cell', 'gru', '--hidden-size', '64', '--batch', '32', '--updates', String(UPDATES)]

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

/** The same experiment in Node, on one thread. */
function lossesInNode(): number[] {
  const { stdout } = spawnSync(
    process.execPath,
    [
      'out/main/cli.js',
      'train',
      '--task',
      'adding',
      ...flags,
      '--dtype',
      'float32',
      '--threads',
      '1',
      '--json',
    ],
    { encoding: 'utf8' },
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; loss: number })
    .filter(({ type }) => type === 'update')
    .map(({ loss }) => loss)
}

test('float32 has the same bits in the app as in Node, with one thread and with two', async ({ app }) => {
  const expected = lossesInNode()
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
