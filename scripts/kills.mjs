// @ts-check
// npm run prove:kills [-- TIMES]: kills the training command at random moments, and goes on from what it
// kept.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/kills.mjs').then(({ main }) => main(process.argv.slice(2)))
