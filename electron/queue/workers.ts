import type { Redis } from 'ioredis'
import type { WorkerState } from './protocol'
import { WORKERS, workerSchema } from './protocol'

/** A worker that has not said so for this long is taken for gone. */
const GONE_MS = 15_000
/** And is forgotten after this. */
const FORGOTTEN_MS = 3_600_000

/** Milliseconds since 1970 by the server's clock: those of several machines differ. */
export async function serverTime(redis: Redis): Promise<number> {
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number)
  return seconds * 1000 + Math.floor(microseconds / 1000)
}

/** The workers of all versions that are there, and how long ago each said so, in milliseconds. */
export async function workersOf(redis: Redis): Promise<(WorkerState & { readonly age: number })[]> {
  const [entries, now] = await Promise.all([redis.hgetall(WORKERS), serverTime(redis)])
  return Object.values(entries).flatMap((text) => {
    const found = parsed(text)
    const age = found ? Math.max(0, now - found.seen) : Infinity
    return found && age < GONE_MS ? [{ ...found, age }] : []
  })
}

/** Says that a worker is there; forgets those that have long been gone. */
export async function announce(redis: Redis, id: string, state: Omit<WorkerState, 'seen'>): Promise<void> {
  const seen = await serverTime(redis)
  await redis.hset(WORKERS, id, JSON.stringify({ ...state, seen }))
}

export async function forgetGone(redis: Redis): Promise<void> {
  const [entries, now] = await Promise.all([redis.hgetall(WORKERS), serverTime(redis)])
  for (const [id, text] of Object.entries(entries)) {
    const found = parsed(text)
    if (!found || now - found.seen > FORGOTTEN_MS) await redis.hdel(WORKERS, id)
  }
}

export const leave = (redis: Redis, id: string) => redis.hdel(WORKERS, id)

function parsed(text: string): WorkerState | null {
  try {
    return workerSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
