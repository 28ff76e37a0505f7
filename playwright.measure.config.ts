import { defineConfig } from '@playwright/test'
import tests from './playwright.config'

/** `npm run measure`: figures of speed, smoothness and memory, printed and never asserted. */
export default defineConfig(tests, {
  testDir: 'e2e/measure',
  testIgnore: [],
  testMatch: '**/*.measure.ts',
  outputDir: 'test-results/measure',
  workers: 1,
  timeout: 240_000,
  reporter: [['list']],
})
