// @ts-check
// npm run build: builds the app into out/.
import { requireNode } from './setup/node-version.mjs'

requireNode()
import('./commands/build.mjs').then(({ main }) => main())
