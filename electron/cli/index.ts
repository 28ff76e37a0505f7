import { spawnThread } from '../worker/spawn'
import { setEngineFlags } from '../worker/engineFlags'
import { systemIo } from './io'
import { main } from './main'

setEngineFlags()
process.exitCode = await main(process.argv.slice(2), systemIo, spawnThread)
