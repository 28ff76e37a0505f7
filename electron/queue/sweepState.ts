import type { Redis } from 'ioredis'
import type { SweepState } from './protocol'
import { SWEEPS, sweepStateSchema } from './protocol'

export async function writeSweep(redis: Redis, id: string, state: SweepState): Promise<void> {
  await redis.hset(SWEEPS, id, JSON.stringify(state))
}

/** How a sweep stands for everybody; null where the server knows nothing of it. */
export async function sweepStatus(redis: Redis, id: string): Promise<SweepState['status'] | null> {
  const text = await redis.hget(SWEEPS, id)
  try {
    return text === null ? null : sweepStateSchema.parse(JSON.parse(text)).status
  } catch {
    return null
  }
}
