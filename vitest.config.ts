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
        plugins: [assemblyScript()],
        test: {
          name: 'engine',
          // What computes with the kernels; run in the app's runtime, see `scripts/commands/engine.mjs`.
          include: ['core/{kernels,math}/**/*.test.ts', 'core/check/reference.test.ts'],
          // It asks for 4 GiB, which Electron's engine keeps for all buffers together.
          exclude: ['core/kernels/simd/arena.test.ts'],
          setupFiles: ['electron/worker/engine.setup.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        plugins: [vue(), assemblyScript()],
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.ts'],
          environment: 'happy-dom',
          // Some mount the whole window: a second or two, more on a busy machine.
          testTimeout: 30_000,
          setupFiles: ['renderer/testing/standards.testing.ts'],
          // Its colours are tested; other style sheets are left out.
          css: { include: [/styles\/tokens\.css/] },
        },
      },
    ],
  },
})
