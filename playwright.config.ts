import { defineConfig } from '@playwright/test'

/** Where windows can be shown beside each other without taking the keyboard from one another. */
const displays = process.env['UNROLL_TEST_DISPLAYS']?.split(' ') ?? []

/** The built app in a real Electron, one window a display: no retries, so that nothing can pass by luck. */
export default defineConfig({
  testDir: 'e2e',
  // On unpacked packages: `npm run prove:package`.
  testIgnore: 'e2e/package/**',
  outputDir: 'test-results/e2e',
  workers: Math.max(1, displays.length),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
