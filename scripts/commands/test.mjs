// @ts-check
import { runToEnd } from '../setup/launch.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { prepareWindows } from '../setup/prepare.mjs'
import { ensureRedis } from '../setup/redis.mjs'
import { countTests, removeReports } from '../setup/reports.mjs'
import { runEntry, say } from '../setup/say.mjs'
import { npmCommand } from '../setup/spawn.mjs'

const FIRST_SIGNAL_CODE = 129

export function main() {
  return runEntry(async () => {
    await ensurePackages(projectRoot)
    const windows = await prepareWindows(projectRoot)
    await ensureRedis()
    removeReports(projectRoot)
    const npm = npmCommand()
    const code = await runToEnd(npm.command, [...npm.args, 'run', 'verify'], {
      cwd: projectRoot,
      env: windows.env,
      ownGroup: true,
      shell: npm.shell,
    })
    windows.stop()
    if (code >= FIRST_SIGNAL_CODE) {
      say('interrupted')
      return code
    }
    return conclude(code)
  })
}

/**
 * The closing line, alone on its own, with the counts of all suites.
 * @param {number} code the gate's
 */
function conclude(code) {
  const { passed, failed, missing } = countTests(projectRoot)
  if (code !== 0) say(`the gate failed with code ${code}; the reason stands above`)
  if (missing.length > 0) say(`not reached: ${missing.join(' and ')} tests`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return code || (failed > 0 || missing.length > 0 ? 1 : 0)
}
