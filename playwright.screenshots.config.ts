import { defineConfig } from '@playwright/test'
import tests from './playwright.config'

/** `npm run screenshots`: draws the images of the README and the docs from the real app. */
export default defineConfig(tests, {
  testDir: 'e2e/screenshots',
  testIgnore: [],
  testMatch: '**/*.shots.ts',
  outputDir: 'test-results/screenshots',
  workers: 1,
  reporter: [['list']],
})
