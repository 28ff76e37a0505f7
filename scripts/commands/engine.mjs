// @ts-check
import { join } from 'node:path'
import { runToEnd } from '../setup/launch.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { prepareRuntime } from '../setup/prepare.mjs'
import { ENGINE_REPORT } from '../setup/reports.mjs'
import { runEntry } from '../setup/say.mjs'

/** @param {readonly string[]} args for vitest: files, -t, ... */
export function main(args) {
  return runEntry(async () => {
    await ensurePackages(projectRoot)
    const runtime = await prepareRuntime(projectRoot, { needsXvfb: false })
    const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${ENGINE_REPORT}`]
    return runToEnd(runtime.binary, [vitest, 'run', '--project', 'engine', ...reporters, ...args], {
      cwd: projectRoot,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
  })
}
