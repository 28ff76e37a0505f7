import { spawnThread } from '../worker/spawn'
import { systemIo } from './io'
import { main } from './main'

process.exitCode = await main(process.argv.slice(2), systemIo, spawnThread)
