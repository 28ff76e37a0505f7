// @ts-check
// npm run test:engine: what computes with the kernels, tested in the app's own engine.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/engine.mjs').then(({ main }) => main(process.argv.slice(2)))
