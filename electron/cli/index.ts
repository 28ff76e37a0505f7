import { spawnThread } from '../worker/spawn'
import { requestWideRegisters } from '../worker/avxRevectorization'
import { systemIo } from './io'
import { main } from './main'

requestWideRegisters()
process.exitCode = await main(process.argv.slice(2), systemIo, spawnThread)
