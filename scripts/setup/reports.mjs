// @ts-check
// The counts of a test run, out of the JSON that vitest and Playwright write.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ passed: number, failed: number }} Counts */

/** Below test-results/: Playwright clears only the folder of its own artefacts there. */
export const UNIT_REPORT = join('test-results', 'unit.json')
export const ENGINE_REPORT = join('test-results', 'engine.json')
export const E2E_REPORT = join('test-results', 'e2e.json')

/** Removes the reports of an earlier run. @param {string} root */
export function removeReports(root) {
  for (const report of [UNIT_REPORT, ENGINE_REPORT, E2E_REPORT]) rmSync(join(root, report), { force: true })
}

/**
 * The sum over the reports that are there.
 * @param {string} root
 * @returns {Counts & { missing: string[] }} `missing`: the suites that left no report
 */
export function countTests(root) {
  const suites = [
    { name: 'unit', report: read(join(root, UNIT_REPORT)), count: countVitest },
    { name: 'engine', report: read(join(root, ENGINE_REPORT)), count: countVitest },
    { name: 'e2e', report: read(join(root, E2E_REPORT)), count: countPlaywright },
  ]
  const sum = { passed: 0, failed: 0, missing: /** @type {string[]} */ ([]) }
  for (const { name, report, count } of suites) {
    if (report === null) {
      sum.missing.push(name)
      continue
    }
    const { passed, failed } = count(report)
    sum.passed += passed
    sum.failed += failed
  }
  return sum
}

/**
 * A file that could not be loaded has no tests in the report, but counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Counts}
 */
export function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
}

/**
 * A test that passed only on a retry is a failure; so is an error outside all tests.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] }} report
 * @returns {Counts}
 */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
