// @ts-check
// npm run unroll: the command line.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/unroll.mjs').then(({ main }) => main(process.argv.slice(2)))
