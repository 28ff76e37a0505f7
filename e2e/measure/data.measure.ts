import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabApp } from '../app'
import { test } from '../fixtures'
import { report } from './figures'
import { measureEventLoop } from './probes'

/*
 * How long large data of a person's own take to be opened, and what stands still meanwhile: the main process, by
 * its event loop, and the window, by the longest time between two of its frames.
 */

const TEXT_BYTES = 10_000_000
const ROWS = 1_000_000
const WATCHED_MS = 8000

const LINE = 'The tide came in over the flat sand, and the keeper counted every wave of it; then he slept.\n'
const text = () => LINE.repeat(Math.ceil(TEXT_BYTES / LINE.length))
const table = () => {
  const rows = ['minute,price,volume']
  for (let i = 0; i < ROWS; i++)
    rows.push(`${i},${(100 + 10 * Math.sin(i / 500)).toFixed(3)},${(i * 7919) % 1000}`)
  return rows.join('\n')
}

/** Opens a file and waits until the form says what is in it. */
async function open(app: LabApp, path: string, shown: RegExp): Promise<{ ms: number; longestFrame: number }> {
  const frames = app.page.evaluate(
    (duration) =>
      new Promise<number>((resolve) => {
        const begun = performance.now()
        let [last, longest] = [begun, 0]
        const next = (now: number) => {
          longest = Math.max(longest, now - last)
          last = now
          if (now - begun < duration) requestAnimationFrame(next)
          else resolve(longest)
        }
        requestAnimationFrame(next)
      }),
    WATCHED_MS - 500,
  )
  const begun = performance.now()
  await app.page.locator('input[type="file"]').setInputFiles(path)
  await app.page.getByText(shown).waitFor()
  const ms = performance.now() - begun
  return { ms, longestFrame: await frames }
}

for (const { name, task, content, shown } of [
  { name: 'a text of 10 MB', task: 'text', content: text, shown: /10,000,0\d\d characters/ },
  { name: 'a table of 1,000,000 rows', task: 'series', content: table, shown: /1,000,000 rows/ },
]) {
  test(`${name} is opened while the main process and the window go on`, async ({ app }) => {
    const folder = await mkdtemp(join(tmpdir(), 'unroll-data-'))
    try {
      const path = join(folder, 'data.txt')
      await writeFile(path, content())
      await app.fill({ Task: task, Source: 'file' })
      const loop = measureEventLoop(app.electron, WATCHED_MS)
      const { ms, longestFrame } = await open(app, path, shown)
      const { p99, max } = await loop
      report(`${name}: ms until it is shown`, { ms, 'longest frame': longestFrame })
      report(`${name}: event loop of the main process, ms`, { p99, max })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
