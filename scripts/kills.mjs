// @ts-check
// npm run prove:kills [-- TIMES] [--app]: kills the training command, or the app, at random moments, and goes
// on from what was kept.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/kills.mjs').then(({ main }) => main(process.argv.slice(2)))
