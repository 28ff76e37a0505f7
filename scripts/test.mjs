// @ts-check
// npm test: sets up whatever is missing, then runs the full gate and counts its tests.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/test.mjs').then(({ main }) => main())
