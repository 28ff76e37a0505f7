// @ts-check
// npm run prove:mutation [-- MODULE...]: plants mistakes in the code and counts those that its tests notice.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/mutation.mjs').then(({ main }) => main(process.argv.slice(2)))
