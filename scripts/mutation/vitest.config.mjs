// @ts-check
// The tests of one mutated module, which MUTATED_MODULE names: those that the table lists, and no others.
import vue from '@vitejs/plugin-vue'
import { configDefaults, defineConfig } from 'vitest/config'
import { assemblyScript } from '../assemblyScript.mjs'
import { mutatedModules } from './modules.mjs'

const mutated = mutatedModules.find(({ name }) => name === process.env.MUTATED_MODULE)
if (!mutated)
  throw new Error(`MUTATED_MODULE is ${process.env.MUTATED_MODULE}, expected a module of the table`)

const isWindow = mutated.name.startsWith('renderer/')

export default defineConfig({
  plugins: [vue(), assemblyScript()],
  test: {
    include: [...mutated.tests],
    exclude: [...configDefaults.exclude, ...mutated.excluded],
    environment: isWindow ? 'happy-dom' : 'node',
    setupFiles: isWindow ? ['renderer/testing/standards.testing.ts'] : [],
    testTimeout: 60_000,
  },
})
