// @ts-check
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAppKiller } from '../prove/appKiller.mjs'
import { createKiller } from '../prove/killer.mjs'
import { ensureBuild } from '../setup/build.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { prepareWindows } from '../setup/prepare.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

/**
 * @param {readonly string[]} args how often, 200 times unless said; and `--app` for runs of the app's window
 * instead of the command line's
 */
export function main(args) {
  return runEntry(async () => {
    const isApp = args.includes('--app')
    const [text = '200'] = args.filter((arg) => arg !== '--app')
    const times = Number(text)
    if (!Number.isInteger(times) || times < 1) {
      throw new SetupError(`the number of kills is ${text}: expected a whole number from 1`)
    }
    await ensurePackages(projectRoot)
    await ensureBuild(projectRoot)
    const folder = mkdtempSync(join(tmpdir(), 'unroll-kills-'))
    const windows = isApp ? await prepareWindows(projectRoot) : null
    try {
      const killer = windows
        ? createAppKiller(projectRoot, folder, windows.env)
        : createKiller(join(projectRoot, 'out', 'main', 'cli.js'), folder)
      let failures = 0
      let longest = 0
      for (let i = 1; i <= times; i++) {
        const { kept, lostMs, from, problems } = await killer.killOnce()
        say(
          `kill ${i}: ${kept} updates kept, ${isApp ? '' : `${lostMs.toFixed(0)} ms lost, `}` +
            `went on from ${from}${problems.map((problem) => `\n  ${problem}`).join('')}`,
        )
        longest = Math.max(longest, lostMs)
        if (problems.length > 0) failures++
      }
      say(`${times - failures} of ${times} runs opened and went on to the same bits`)
      if (!isApp) say(`the most that was lost is ${(longest / 1000).toFixed(2)} s`)
      return failures === 0 ? 0 : 1
    } finally {
      windows?.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
