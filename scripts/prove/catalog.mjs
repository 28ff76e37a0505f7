// @ts-check
// How a data folder of many runs is listed and watched, and how long a long run takes to read.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { assemblyScript } from '../assemblyScript.mjs'
import { projectRoot } from '../setup/paths.mjs'

const WATCHED_MS = 10_000
const LONG_UPDATES = 1_000_000
const BATCH_UPDATES = 1000

/**
 * A line of the result: `most` is what is asked for, or null.
 * @typedef {{ what: string, value: string, most: string | null }} Row
 */
/** @typedef {any} Store */

/**
 * The store as the app has it, bundled into a folder.
 * @param {string} folder
 * @returns {Promise<any>}
 */
export async function loadStore(folder) {
  const parts = {
    log: 'electron/store/arrowLog.ts',
    figures: 'electron/store/logFigures.ts',
    folders: 'electron/store/runFolder.ts',
    kept: 'electron/store/keptRuns.ts',
    schema: 'core/experiment/schema.ts',
    checkpoint: 'core/train/checkpointFile.ts',
    trainer: 'core/train/trainer.ts',
  }
  const input = Object.fromEntries(
    Object.entries(parts).map(([name, path]) => [name, join(projectRoot, path)]),
  )
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [assemblyScript()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: {
        input,
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  /** @param {string} name */
  const load = (name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)
  const all = await Promise.all(Object.keys(parts).map(load))
  return Object.assign({}, ...all)
}

/** Falls, and is as restless as losses are. @param {number} update */
const lossOf = (update) => (1 + 0.3 * Math.sin(12.9898 * update)) / (1 + update / 1000)

/** A log of so many updates. @param {Store} store @param {number} updates */
function logOf({ logHeader, logBatch, mapColumns }, updates) {
  const parts = [logHeader()]
  for (let first = 0; first < updates; first += BATCH_UPDATES) {
    const length = Math.min(BATCH_UPDATES, updates - first)
    parts.push(
      logBatch(
        first,
        mapColumns(() => Float64Array.from({ length }, (_, i) => lossOf(first + i))),
      ),
    )
  }
  return Buffer.concat(parts)
}

/** @param {Store} store @param {number} updates */
const experimentOf = ({ experimentSchema }, updates) =>
  experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'gru' }, train: { updates } })

/**
 * @param {Store} store @param {string} folder @param {string} id
 * @param {Uint8Array} log
 * @param {number} updates of its experiment
 */
async function makeRun(store, folder, id, log, updates) {
  const lock = await store.createRunFolder(folder, {
    id,
    experiment: experimentOf(store, updates),
    version: '0',
  })
  await writeFile(join(folder, 'log.arrows'), log)
  await lock.release()
}

/**
 * A data folder with so many runs.
 * @param {Store} store
 * @param {string} data
 * @param {number} runs
 * @param {number} updates
 */
export async function makeRuns(store, data, runs, updates) {
  await mkdir(join(data, 'runs'), { recursive: true })
  const log = logOf(store, updates)
  for (let i = 0; i < runs; i++) {
    const id = `run-${String(i).padStart(5, '0')}`
    await makeRun(store, join(data, 'runs', id), id, log, updates)
  }
}

/** @param {Store} store @param {string} data @returns {Promise<Row[]>} */
export async function measureCatalog(store, data) {
  const open = () => store.createKeptRuns(data, { version: '0', changed: told.push.bind(told) })
  /** @type {{ changed: readonly object[] }[]} */
  const told = []
  globalThis.gc?.()
  const before = process.memoryUsage()
  const cold = await timed(async () => {
    const kept = open()
    await kept.list()
    await kept.dispose()
  })
  const kept = open()
  const warm = await timed(() => kept.list())
  const again = await timed(() => kept.list())
  globalThis.gc?.()
  const after = process.memoryUsage()

  await kept.list()
  kept.watch()
  // What has just been made is looked at once more.
  await setTimeout(2000)
  const cpu = process.cpuUsage()
  const begun = performance.now()
  await setTimeout(WATCHED_MS)
  const { user, system } = process.cpuUsage(cpu)
  const share = (user + system) / 1000 / (performance.now() - begun)
  const heard = await timed(async () => {
    const folder = join(data, 'runs', 'run-now')
    await makeRun(store, folder, 'run-now', logOf(store, 3000), 3000)
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ pid: 1, host: `not ${hostname()}`, boot: null, began: null }),
    )
    while (!told.some(({ changed }) => changed.some((run) => 'status' in run && run.status === 'running'))) {
      await setTimeout(1)
    }
  })
  await kept.dispose()
  await rm(join(data, 'runs', 'run-now'), { recursive: true })
  return [
    row('first list, without a cache', `${cold.ms.toFixed(0)} ms`),
    row('  the longest that nothing else was done', `${cold.longestMs.toFixed(0)} ms`),
    row('first list, with the cache', `${warm.ms.toFixed(0)} ms`, '< 1000 ms'),
    row('  the longest that nothing else was done', `${warm.longestMs.toFixed(0)} ms`),
    row('another list', `${again.ms.toFixed(0)} ms`),
    row('processor while nothing happens', `${(100 * share).toFixed(2)} %`, '< 2 % of a core'),
    row('until a run that was begun elsewhere is told', `${heard.ms.toFixed(0)} ms`, '< 1000 ms'),
    row('memory of the list', `${((after.heapUsed - before.heapUsed) / 2 ** 20).toFixed(1)} MB`),
  ]
}

/**
 * A run of very many updates, with checkpoints behind the last and, as training leaves them, not long before it.
 * @param {Store} store @param {string} folder @param {string} id
 */
export async function makeLongRun(store, folder, id) {
  await makeRun(store, folder, id, logOf(store, LONG_UPDATES), LONG_UPDATES)
  const trainer = store.createTrainer(experimentOf(store, LONG_UPDATES))
  for (const update of [LONG_UPDATES - BATCH_UPDATES, LONG_UPDATES]) {
    Object.assign(trainer.progress, { update, loss: lossOf(update - 1) })
    await writeFile(store.checkpointPath(folder, update), store.writeCheckpoint(trainer))
  }
  return LONG_UPDATES
}

/** @param {Store} store @param {string} folder @returns {Promise<Row[]>} */
export async function measureLongRun(store, folder) {
  await makeLongRun(store, folder, 'long')
  const opened = await timed(() => store.openRunFolder(folder))
  const figures = await timed(() => store.readFigures(join(folder, 'log.arrows')))
  const count = LONG_UPDATES.toLocaleString('en')
  return [
    row(`a run of ${count} updates, opened`, `${opened.ms.toFixed(0)} ms`, '< 1000 ms'),
    row(`  its figures for the list`, `${figures.ms.toFixed(0)} ms`),
  ]
}

/** @param {string} what @param {string} value @param {string | null} most @returns {Row} */
const row = (what, value, most = null) => ({ what, value, most })

/**
 * How long something takes, and how long at most nothing else was done. @param {() => Promise<unknown>} act
 */
async function timed(act) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const begun = performance.now()
  await act()
  const ms = performance.now() - begun
  delay.disable()
  return { ms, longestMs: delay.max / 1e6 }
}
