// @ts-check
import { expect, test } from 'vitest'
import { countPlaywright, countTests, countVitest, removeReports } from './reports.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

const UNIT = { numPassedTests: 7, numFailedTests: 0, testResults: [] }
const E2E = { stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 }, errors: [] }

test('the counts of all suites are added', () => {
  const root = temporaryFolder()
  writeFiles(root, {
    'test-results/unit.json': UNIT,
    'test-results/engine.json': UNIT,
    'test-results/e2e.json': E2E,
  })
  expect(countTests(root)).toEqual({ passed: 17, failed: 1, missing: [] })
})

test('a suite without a report is named', () => {
  const root = temporaryFolder()
  writeFiles(root, { 'test-results/unit.json': UNIT })
  expect(countTests(root)).toEqual({ passed: 7, failed: 0, missing: ['engine', 'e2e'] })
})

test('reports of an earlier run do not count', () => {
  const root = temporaryFolder()
  writeFiles(root, { 'test-results/unit.json': UNIT, 'test-results/e2e.json': E2E })
  removeReports(root)
  expect(countTests(root)).toEqual({ passed: 0, failed: 0, missing: ['unit', 'engine', 'e2e'] })
})

test('a test file that could not be loaded is one failure', () => {
  const unloaded = { status: 'failed', assertionResults: [] }
  const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] }
  const report = { numPassedTests: 4, numFailedTests: 1, testResults: [unloaded, failing] }
  expect(countVitest(report)).toEqual({ passed: 4, failed: 2 })
})

test('passing on a retry, and an error outside the tests, are failures', () => {
  const report = { stats: { expected: 3, unexpected: 0, flaky: 1 }, errors: [{ message: 'x' }] }
  expect(countPlaywright(report)).toEqual({ passed: 3, failed: 2 })
})
