// @ts-check
// node scripts/prove/makeRuns.mjs DATA RUNS UPDATES: a data folder with so many runs that nobody has trained, and
// one of a million updates.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadStore, makeLongRun, makeRuns } from './catalog.mjs'

const [data = '', runs = '1', updates = '1000'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'unroll-store-'))
try {
  const store = await loadStore(folder)
  await makeRuns(store, data, Number(runs), Number(updates))
  await makeLongRun(store, join(data, 'runs', 'long'), 'long')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
