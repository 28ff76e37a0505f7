// @ts-check
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKiller } from '../prove/killer.mjs'
import { ensureBuild } from '../setup/build.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

/** @param {readonly string[]} args how often, 200 times unless said */
export function main([text = '200']) {
  return runEntry(async () => {
    const times = Number(text)
    if (!Number.isInteger(times) || times < 1) {
      throw new SetupError(`the number of kills is ${text}: expected a whole number from 1`)
    }
    await ensurePackages(projectRoot)
    await ensureBuild(projectRoot)
    const folder = mkdtempSync(join(tmpdir(), 'unroll-kills-'))
    try {
      const killer = createKiller(join(projectRoot, 'out', 'main', 'cli.js'), folder)
      let failures = 0
      let longest = 0
      for (let i = 1; i <= times; i++) {
        const { printed, kept, lostMs, from, problems } = await killer.killOnce()
        say(
          `kill ${i}: ${printed} updates printed, ${kept} kept, ${lostMs.toFixed(0)} ms of them lost, ` +
            `went on from ${from}${problems.map((problem) => `\n  ${problem}`).join('')}`,
        )
        longest = Math.max(longest, lostMs)
        if (problems.length > 0) failures++
      }
      say(`${times - failures} of ${times} runs opened and went on to the same bits`)
      say(`the most that was lost is ${(longest / 1000).toFixed(2)} s`)
      return failures === 0 ? 0 : 1
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
