// @ts-check
// npm run package: what is handed out for Linux x64.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/package.mjs').then(({ main }) => main(process.argv.slice(2)))
