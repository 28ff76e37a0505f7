// @ts-check
import { join } from 'node:path'
import { hasDisplay } from '../setup/display.mjs'
import { electronSwitches, runToEnd, thisMachine } from '../setup/launch.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { prepareRuntime, runtimeEnv } from '../setup/prepare.mjs'
import { ensureSandbox } from '../setup/sandbox.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

/** @param {readonly string[]} args for electron-vite */
export function main(args) {
  return runEntry(async () => {
    if (!hasDisplay())
      throw new SetupError('there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).')
    await ensurePackages(projectRoot)
    const runtime = await prepareRuntime(projectRoot, { needsXvfb: false })
    await ensureSandbox(runtime.folder)
    const switches = electronSwitches(thisMachine())
    for (const { notice } of switches) say(notice)
    const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const flags = switches.map(({ flag }) => flag)
    const passedOn = flags.length > 0 ? ['--', ...flags] : []
    return runToEnd(process.execPath, [electronVite, 'dev', ...args, ...passedOn], {
      cwd: projectRoot,
      env: { ...process.env, ...runtimeEnv(runtime) },
    })
  })
}
