// @ts-check
// npm run prove:exchange [-- NAME..]: exports, each read by its own reader in Python.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/exchange.mjs').then(({ main }) => main(process.argv.slice(2)))
