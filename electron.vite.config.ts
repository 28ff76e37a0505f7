import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { fileURLToPath } from 'node:url'
import { assemblyScript } from './scripts/assemblyScript.mjs'
import { recordBundled } from './scripts/package/bundled.mjs'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/*
 * The oldest runtime that the app runs on is Electron 33 (Chromium 130, Node 20.18), whatever version of
 * the `electron` package is installed, so the targets are named here.
 */
const NODE = 'node20.18'
const CHROME = 'chrome130'

const bundled = () => recordBundled(import.meta.dirname)

/** Taken in whole where `?inline` asks for it, as fonts are. */
const ASSETS = ['**/*.wasm', '**/*.safetensors']

export default defineConfig({
  main: {
    plugins: [assemblyScript(), bundled()],
    assetsInclude: ASSETS,
    build: {
      target: NODE,
      rolldownOptions: {
        input: {
          main: path('electron/start/index.ts'),
          window: path('electron/main/index.ts'),
          cli: path('electron/cli/index.ts'),
        },
      },
    },
  },
  preload: {
    plugins: [bundled()],
    build: {
      target: NODE,
      rolldownOptions: {
        input: { preload: path('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }, // a sandboxed preload script must be CommonJS
      },
    },
  },
  renderer: {
    root: path('renderer'),
    plugins: [vue(), assemblyScript(), bundled()],
    build: {
      target: CHROME,
      minify: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: path('renderer/index.html') },
    },
  },
})
