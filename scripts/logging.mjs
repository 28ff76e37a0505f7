// @ts-check
// npm run prove:logging [-- ROUNDS UPDATES]: what it costs to keep a run, at full speed of a tiny network.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/logging.mjs').then(({ main }) => main(process.argv.slice(2)))
