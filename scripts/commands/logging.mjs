// @ts-check
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureLogging } from '../prove/logging.mjs'
import { ensureBuild } from '../setup/build.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

/** The most that logging may cost, as a share of the training's time. */
const MOST = 0.02

/** @param {readonly string[]} args how many rounds, and how many updates each has */
export function main([roundsText = '7', updatesText = '500000']) {
  return runEntry(async () => {
    const [rounds, updates] = [Number(roundsText), Number(updatesText)]
    for (const [name, count] of Object.entries({ rounds, updates })) {
      if (!Number.isInteger(count) || count < 1) {
        throw new SetupError(`the number of ${name} is ${count}: expected a whole number from 1`)
      }
    }
    await ensurePackages(projectRoot)
    await ensureBuild(projectRoot)
    const folder = mkdtempSync(join(tmpdir(), 'unroll-logging-'))
    try {
      const cli = join(projectRoot, 'out', 'main', 'cli.js')
      const { wall, processor } = measureLogging(cli, folder, rounds, updates, say)
      for (const [name, { alone, kept, cost }] of Object.entries({
        'time of training': wall,
        'processor time of all threads, those that write too': processor,
      })) {
        say(
          `${name}: ${alone.toFixed(3)} s, kept in a folder ${kept.toFixed(3)} s: ${(100 * cost).toFixed(2)} % more`,
        )
      }
      say(`expected less than ${100 * MOST} % of the training's time; medians of ${rounds} rounds`)
      return wall.cost < MOST ? 0 : 1
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
