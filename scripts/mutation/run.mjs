// @ts-check
// One module's mutants, tried by Stryker.
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'

/** @import { MutatedModule } from './modules.mjs' */
/** @import { ModuleResult, Survivor } from './report.mjs' */

/** @typedef {Awaited<ReturnType<Stryker['runMutationTest']>>[number]} MutantResult */

/** Longer pieces of code are cut in the report. */
const MAX_CODE = 72

/**
 * Tries every mutant of a module. What an earlier run found is taken over where neither the mutant's file nor
 * the tests that cover it have changed, unless `force` is set.
 * @param {string} root the project
 * @param {MutatedModule} mutated
 * @param {{ concurrency: number, force: boolean }} options
 * @returns {Promise<ModuleResult>}
 */
export async function tryMutants(root, { name }, { concurrency, force }) {
  process.env.MUTATED_MODULE = name
  const key = name.replaceAll('/', '-')
  const results = await new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: true },
    coverageAnalysis: 'perTest',
    mutate: [`${name}/**/*.ts`, `!${name}/**/*.{test,testing}.ts`],
    // Texts are for people: the compiler checks the names among them, and the rest are words of messages.
    mutator: { excludedMutations: ['StringLiteral'] },
    // The sources stay as they are, since the kernels' are compiled from them.
    disableTypeChecks: false,
    ignorePatterns: ['out', 'test-results', 'playwright-report'],
    tempDirName: join(tmpdir(), 'unroll-mutation', key),
    cleanTempDir: 'always',
    incremental: true,
    incrementalFile: join(root, 'node_modules', '.cache', 'mutation', `${key}.json`),
    force,
    concurrency,
    reporters: ['progress-append-only'],
  }).runMutationTest()
  return summarize(name, results)
}

/**
 * @param {string} name
 * @param {readonly MutantResult[]} results
 * @returns {ModuleResult}
 */
function summarize(name, results) {
  /** @param {readonly string[]} statuses */
  const withStatus = (...statuses) => results.filter(({ status }) => statuses.includes(status))
  const killed = withStatus('Killed', 'Timeout').length
  const survived = withStatus('Survived', 'NoCoverage').sort(byPlace)
  return { name, numMutants: killed + survived.length, killed, survivors: survived.map(survivorOf) }
}

/**
 * @param {MutantResult} a
 * @param {MutantResult} b
 */
function byPlace(a, b) {
  const [from, to] = [a.location.start, b.location.start]
  return a.fileName.localeCompare(b.fileName) || from.line - to.line || from.column - to.column
}

/**
 * @param {MutantResult} result
 * @returns {Survivor}
 */
function survivorOf({ fileName, location: { start, end }, replacement = '' }) {
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const code = lines
    .slice(start.line - 1, end.line)
    .map((line, i, { length }) =>
      line.slice(i === 0 ? start.column - 1 : 0, i === length - 1 ? end.column - 1 : undefined),
    )
  return {
    file: basename(fileName),
    line: short(lines[start.line - 1] ?? ''),
    change: `${short(code.join(' '))} → ${short(replacement)}`,
    reason: '',
  }
}

/** @param {string} code */
function short(code) {
  const oneLine = code.replaceAll(/\s+/g, ' ').trim()
  return oneLine.length > MAX_CODE ? `${oneLine.slice(0, MAX_CODE)}…` : oneLine
}
