// @ts-check
// npm run prove:lessons [-- FILE...]: every lesson that comes along holds on seeds 0 to 4.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/lessons.mjs').then(({ main }) => main(process.argv.slice(2)))
