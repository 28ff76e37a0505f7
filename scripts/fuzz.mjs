// @ts-check
// npm run prove:fuzz: every channel and every reader with what nobody should send them.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/fuzz.mjs').then(({ main }) => main(process.argv.slice(2)))
