// @ts-check
// npm run prove:queue [-- --trials N --kills N --restarts N --queued N]: a sweep by two workers and a Redis
// server of its own, all of which are killed at random moments, compared with a sweep of this machine alone.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/queue.mjs').then(({ main }) => main(process.argv.slice(2)))
