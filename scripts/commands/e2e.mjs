// @ts-check
import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { runToEnd } from '../setup/launch.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { prepareWindows } from '../setup/prepare.mjs'
import { runEntry } from '../setup/say.mjs'

/** @param {readonly string[]} args for Playwright: files, --grep, ... */
export function main(args) {
  return runEntry(async () => {
    await ensurePackages(projectRoot)
    await ensureBuild(projectRoot)
    const windows = await prepareWindows(projectRoot)
    const playwright = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js')
    const code = await runToEnd(process.execPath, [playwright, 'test', ...args], {
      cwd: projectRoot,
      env: windows.env,
    })
    windows.stop()
    return code
  })
}
