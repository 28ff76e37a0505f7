// @ts-check
// npm run prove:fuzz: every channel and every reader with what nobody should send them.
import { join } from 'node:path'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runToEnd } from '../setup/launch.mjs'
import { runEntry, SetupError } from '../setup/say.mjs'

const MANY = 100_000
const TESTS = ['electron/main/ipc/fuzz.test.ts', 'electron/exchange/fuzz.test.ts']

/** @param {readonly string[]} args how many messages and files (100,000), and from which seed (drawn) */
export function main([count = String(MANY), seed = String(Date.now() % 2 ** 31)]) {
  return runEntry(async () => {
    if (!(Number(count) > 0) || !Number.isInteger(Number(seed))) {
      throw new SetupError('npm run prove:fuzz [-- COUNT [SEED]]: both are whole numbers')
    }
    await ensurePackages(projectRoot)
    const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
    return runToEnd(process.execPath, [vitest, 'run', ...TESTS], {
      cwd: projectRoot,
      env: { ...process.env, UNROLL_FUZZ: count, UNROLL_FUZZ_SEED: seed },
    })
  })
}
