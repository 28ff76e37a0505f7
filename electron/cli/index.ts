import { spawnThread } from '../worker/spawn'
import { requestAvxRevectorization } from '../worker/avxRevectorization'
import { systemIo } from './io'
import { main } from './main'

requestAvxRevectorization()
// Whoever started this engine is gone, by a signal that could not be passed on: it ends as if it had been.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
process.exitCode = await main(process.argv.slice(2), systemIo, spawnThread)
