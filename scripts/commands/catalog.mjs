// @ts-check
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

/** @param {readonly string[]} args how many runs, and how many updates each has */
export function main([runsText = '1000', updatesText = '10000']) {
  return runEntry(async () => {
    const [runs, updates] = [runsText, updatesText].map(Number)
    for (const [name, count] of Object.entries({ runs, updates })) {
      if (!Number.isInteger(count) || Number(count) < 1) {
        throw new SetupError(`the number of ${name} is ${count}: expected a whole number from 1`)
      }
    }
    await ensurePackages(projectRoot)
    const { loadStore, makeRuns, measureCatalog, measureLongRun } = await import('../prove/catalog.mjs')
    const folder = mkdtempSync(join(tmpdir(), 'unroll-catalog-'))
    try {
      const store = await loadStore(join(folder, 'store'))
      say(`making ${runs} runs of ${updates} updates in ${folder}`)
      const data = join(folder, 'data')
      await makeRuns(store, data, Number(runs), Number(updates))
      const rows = [
        ...(await measureCatalog(store, data)),
        ...(await measureLongRun(store, join(folder, 'long'))),
      ]
      const width = Math.max(...rows.map(({ what }) => what.length))
      for (const { what, value, most } of rows) {
        say(`${what.padEnd(width)}  ${value.padStart(9)}${most === null ? '' : `  expected ${most}`}`)
      }
      return 0
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
