// @ts-check
// npm run prove:tasks [-- --minutes N] [-- TASK..]: every task with every cell, measured; writes docs/tasks.md.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/tasks.mjs').then(({ main }) => main(process.argv.slice(2)))
