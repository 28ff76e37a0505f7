import { spawnThread } from '../worker/spawn'
import { requestAvxRevectorization } from '../worker/avxRevectorization'
import { systemIo } from './io'
import { main } from './main'

requestAvxRevectorization()
process.exitCode = await main(process.argv.slice(2), systemIo, spawnThread)
