import { defineConfig } from '@playwright/test'

/** The packages as they were unpacked: see `scripts/commands/provePackage.mjs`. */
export default defineConfig({
  testDir: 'e2e/package',
  outputDir: 'test-results/package',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
})
