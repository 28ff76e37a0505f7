// @ts-check
import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { hasDisplay } from '../setup/display.mjs'
import { electronSwitches, runToEnd, thisMachine } from '../setup/launch.mjs'
import { endWithNpm } from '../setup/npm-process.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot, userFolder } from '../setup/paths.mjs'
import { prepareRuntime, runtimeEnv } from '../setup/prepare.mjs'
import { ensureSandbox } from '../setup/sandbox.mjs'
import { runEntry, say } from '../setup/say.mjs'

/** @param {readonly string[]} args for the app, or for the training in the terminal */
export function main(args) {
  return runEntry(async () => {
    if (process.env.npm_lifecycle_event !== undefined) endWithNpm()
    await ensurePackages(projectRoot)
    return hasDisplay() ? openWindow(args) : trainInTerminal(args)
  })
}

/** @param {readonly string[]} args */
async function openWindow(args) {
  const runtime = await prepareRuntime(projectRoot, { needsXvfb: false })
  await ensureSandbox(runtime.folder)
  await ensureBuild(projectRoot)
  const switches = electronSwitches(thisMachine())
  for (const { notice } of switches) say(notice)
  const flags = switches.map(({ flag }) => flag)
  return runToEnd(runtime.binary, [...flags, projectRoot, ...args], {
    cwd: userFolder(),
    env: { ...process.env, ...runtimeEnv(runtime) },
    listens: true,
  })
}

/** @param {readonly string[]} args */
async function trainInTerminal(args) {
  say('there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open;')
  say('the default experiment runs in this terminal instead')
  await ensureBuild(projectRoot)
  const cli = join(projectRoot, 'out', 'main', 'cli.js')
  return runToEnd(process.execPath, [cli, 'train', ...args], {
    cwd: userFolder(),
    endsItself: true,
    listens: true,
  })
}
