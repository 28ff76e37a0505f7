// @ts-check
// npm start: sets up whatever is missing, then opens the app.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/start.mjs').then(({ main }) => main(process.argv.slice(2)))
