// @ts-check
// npm run prove:package: the packages made, unpacked, driven, and made once more.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/provePackage.mjs').then(({ main }) => main(process.argv.slice(2)))
