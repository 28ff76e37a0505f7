// @ts-check
// npm run prove:language [-- TEXT|CELL..]: the language model of each cell beside PyTorch's; writes
// docs/tasks.md.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/language.mjs').then(({ main }) => main(process.argv.slice(2)))
