// @ts-check
// npm run prove:catalog [-- RUNS UPDATES]: how long a data folder of a thousand runs takes to list and to watch.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/catalog.mjs').then(({ main }) => main(process.argv.slice(2)))
