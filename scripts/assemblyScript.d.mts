import type { Plugin } from 'vite'

/** The vite plugin for `import { base64 } from '<entry>.ts?assemblyscript'`. */
export function assemblyScript(): Plugin
