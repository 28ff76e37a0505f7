// @ts-check
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureQueued, proveKills } from '../prove/queue.mjs'
import { startRedis, whyNoRedis } from '../prove/redis.mjs'
import { ensureBuild } from '../setup/build.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

/** @param {readonly string[]} args */
export function main(args) {
  return runEntry(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        trials: { type: 'string', default: '1000' },
        kills: { type: 'string', default: '20' },
        restarts: { type: 'string', default: '2' },
        queued: { type: 'string', default: '100000' },
      },
    })
    if (whyNoRedis !== null) throw new SetupError(whyNoRedis)
    await ensurePackages(projectRoot)
    await ensureBuild(projectRoot)
    const folder = mkdtempSync(join(tmpdir(), 'unroll-queue-'))
    const cli = join(projectRoot, 'out', 'main', 'cli.js')
    const redis = await startRedis()
    try {
      const [trials, kills, restarts] = [Number(values.trials), Number(values.kills), Number(values.restarts)]
      const proof = await proveKills({ cli, folder, redis, trials, kills, restarts, say })
      if (Number(values.queued) > 0)
        await measureQueued({ cli, folder, redis, queued: Number(values.queued), say })
      return proof ? 0 : 1
    } finally {
      await redis.end()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    }
  })
}
