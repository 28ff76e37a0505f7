// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runToEnd } from '../setup/launch.mjs'
import { endWithNpm } from '../setup/npm-process.mjs'
import { projectRoot, userFolder } from '../setup/paths.mjs'
import { avxEngineAtHand } from '../setup/runtime.mjs'
import { runEntry, SetupError } from '../setup/say.mjs'

/** What a system's loader ends with when libraries are missing. */
const CANNOT_START = 127
/** From this version on Node's own engine revectorizes for AVX. */
const AVX_NODE = 24

/**
 * Runs the command line in an engine that revectorizes the kernels for AVX where one is at hand: in this
 * Node, or in the runtime from the registry; else in this Node. None needs a display, and the numbers are the
 * same.
 * @param {readonly string[]} args
 */
export function main(args) {
  return runEntry(async () => {
    const cli = join(projectRoot, 'out', 'main', 'cli.js')
    if (!existsSync(cli)) throw new SetupError('the app is not built yet: npm run build')
    if (process.env.npm_lifecycle_event !== undefined) endWithNpm()
    process.chdir(userFolder())
    const hasAvx = Number(process.versions.node.split('.')[0]) >= AVX_NODE
    const engine = hasAvx ? null : await avxEngineAtHand()
    if (engine !== null) {
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
      const ran = runToEnd(engine, [cli, ...args], {
        cwd: process.cwd(),
        env,
        endsItself: true,
        listens: true,
      })
      const code = await ran.catch(() => CANNOT_START)
      if (code !== CANNOT_START) return code
      process.stderr.write(`unroll: ${engine} cannot start here; going on in Node\n`)
    }
    await import(pathToFileURL(cli).href)
    return Number(process.exitCode ?? 0)
  })
}
