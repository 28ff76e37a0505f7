// @ts-check
// npm run test:e2e: the tests that drive the built app, by hand or from the gate.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/e2e.mjs').then(({ main }) => main(process.argv.slice(2)))
