import vue from '@vitejs/plugin-vue'
import { configDefaults, defineConfig } from 'vitest/config'
import { assemblyScript } from './scripts/assemblyScript.mjs'

/** Tests that replace a module (`vi.mock`): each is given modules of its own. */
const mocked = '**/*.mocked.test.{ts,mjs}'

/*
 * All other tests of a worker share what they import: a module is read once and not once a file, which takes a
 * third of the time. A test therefore leaves the modules as it found them.
 */
const shared = { isolate: false, exclude: [...configDefaults.exclude, mocked] }

const node = {
  environment: 'node',
  // Some tests watch a network learn: seconds of arithmetic, more on a busy machine.
  testTimeout: 60_000,
} as const

/**
 * Files that share a process, and with it the kernels' memory, which gives nothing back: 4 GiB for all that
 * they train. Where it is full, plain loops compute the same, many times slower.
 */
const onNode = (name: string, include: string[]) => ({
  plugins: [assemblyScript()],
  assetsInclude: ['**/*.wasm', '**/*.safetensors'],
  test: { ...node, ...shared, name, include },
})

const renderer = {
  environment: 'happy-dom',
  // Some mount the whole window: a second or two, more on a busy machine.
  testTimeout: 30_000,
  setupFiles: ['renderer/testing/standards.testing.ts'],
  // Its colours are tested; other style sheets are left out.
  css: { include: [/styles\/tokens\.css/] },
}

export default defineConfig({
  test: {
    projects: [
      onNode('core', ['core/**/*.test.ts']),
      onNode('electron', ['electron/!(lessons)/**/*.test.ts', 'scripts/**/*.test.mjs']),
      onNode('lessons', ['electron/lessons/**/*.test.ts']),
      {
        plugins: [assemblyScript()],
        test: {
          ...node,
          name: 'node, mocked',
          include: ['{core,electron}/**/*.mocked.test.ts', 'scripts/**/*.mocked.test.mjs'],
        },
      },
      {
        plugins: [assemblyScript()],
        test: {
          ...node,
          name: 'engine',
          // What computes with the kernels; run in the app's runtime, see `scripts/commands/engine.mjs`.
          include: ['core/{kernels,math}/**/*.test.ts', 'core/check/reference.test.ts'],
          // It asks for 4 GiB, which Electron's engine keeps for all buffers together.
          exclude: ['core/kernels/simd/arena.test.ts'],
          setupFiles: ['electron/worker/engine.setup.ts'],
        },
      },
      {
        plugins: [vue(), assemblyScript()],
        test: { ...renderer, ...shared, name: 'renderer', include: ['renderer/**/*.test.ts'] },
      },
      {
        plugins: [vue(), assemblyScript()],
        test: { ...renderer, name: 'renderer, mocked', include: ['renderer/**/*.mocked.test.ts'] },
      },
    ],
  },
})
