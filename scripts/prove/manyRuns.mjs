// @ts-check
// A data folder of many runs, for whoever measures how they are listed and compared.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadStore } from './catalog.mjs'

const NUM_RUNS = 1000
const NUM_LONG = 12
const LONG_UPDATES = 100_000
const SHORT_UPDATES = 500
const BATCH_UPDATES = 1000

/** @param {any} store @param {number} updates @param {number} run */
function logOf({ logHeader, logBatch, mapColumns }, updates, run) {
  const parts = [logHeader()]
  for (let first = 0; first < updates; first += BATCH_UPDATES) {
    const length = Math.min(BATCH_UPDATES, updates - first)
    /** @param {number} i */
    const value = (i) => (1 + Math.sin((first + i) * (run + 1)) / 2) / Math.sqrt(first + i + 1)
    parts.push(
      logBatch(
        first,
        mapColumns(() => Float64Array.from({ length }, (_, i) => value(i))),
      ),
    )
  }
  return Buffer.concat(parts)
}

/** Makes 1,000 runs, twelve of which have 100,000 updates and are called long. @param {string} data */
export async function makeRuns(data) {
  const code = join(tmpdir(), `unroll-store-${process.pid}`)
  const store = await loadStore(code)
  await mkdir(join(data, 'runs'), { recursive: true })
  const log = logOf(store, SHORT_UPDATES, 0)
  for (let i = 0; i < NUM_RUNS; i++) {
    const isLong = i < NUM_LONG
    const experiment = store.experimentSchema.parse({
      task: { name: 'adding' },
      model: { cell: ['rnn', 'gru', 'lstm'][i % 3] },
      train: { updates: isLong ? LONG_UPDATES : SHORT_UPDATES, seed: i },
    })
    const id = `run-${i}`
    const folder = join(data, 'runs', id)
    const lock = await store.createRunFolder(folder, { id, experiment, version: '0' })
    await writeFile(join(folder, 'log.arrows'), isLong ? logOf(store, LONG_UPDATES, i) : log)
    const name = isLong ? `long ${i}` : `run ${i}`
    await writeFile(
      join(folder, 'notes.json'),
      JSON.stringify({ name, color: null, tags: [], text: '', isArchived: false }),
    )
    await lock.release()
  }
  await rm(code, { recursive: true, force: true })
}
