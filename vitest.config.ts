import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { assemblyScript } from './scripts/assemblyScript.mjs'

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [assemblyScript()],
        test: {
          name: 'node',
          include: ['core/**/*.test.ts', 'electron/**/*.test.ts', 'scripts/**/*.test.mjs'],
          environment: 'node',
          // Some tests watch a network learn: seconds of arithmetic, more on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        plugins: [vue(), assemblyScript()],
        test: { name: 'renderer', include: ['renderer/**/*.test.ts'], environment: 'happy-dom' },
      },
    ],
  },
})
