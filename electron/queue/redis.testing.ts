import type { RedisServer } from '../../scripts/prove/redis.mjs'
import { startRedis, whyNoRedis } from '../../scripts/prove/redis.mjs'

export { whyNoRedis }

if (whyNoRedis !== null) process.stderr.write(`tests with a real queue are skipped: ${whyNoRedis}\n`)

/** Does something with a server of a test's own, and ends it afterwards. */
export async function withRedis(
  use: (server: RedisServer) => Promise<void>,
  options: readonly string[] = [],
): Promise<void> {
  const server = await startRedis(options)
  try {
    await use(server)
  } finally {
    await server.end()
  }
}
