// @ts-check
// npm run dev: sets up whatever is missing, then starts the app with live reload.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/dev.mjs').then(({ main }) => main(process.argv.slice(2)))
