import type { Redis } from 'ioredis'
import { reason } from '../../core/contract/reasons'
import { showText } from '../../core/text/foreign'
import { StoreError } from '../store/storeError'
import type { QueueAddress } from './address'

/** So long a first connection may take. */
const PATIENCE_MS = 10_000
/** The longest pause between two attempts to connect again. */
const RETRY_MS = 1000

/** A server that has answered. Commands wait while it is away, and are sent when it is back. */
export interface Connection {
  readonly redis: Redis
  readonly address: QueueAddress
  /** Hears when the server is away, and when it is back. Returns what ends that. */
  onReach(callback: (isReached: boolean) => void): () => void
  close(): void
}

/**
 * Connects to a queue's server. Loads the client only now: without a queue none of it is read.
 * @throws {StoreError} if it does not answer, or refuses the password.
 */
export async function connect(address: QueueAddress): Promise<Connection> {
  const { host, port, username, password, database, isTls, shown } = address
  const { Redis: RedisClient } = await import('ioredis')
  let isKnown = false
  const redis = new RedisClient({
    ...{ host, port, db: database, lazyConnect: true, connectTimeout: PATIENCE_MS },
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(isTls ? { tls: {} } : {}),
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (isKnown ? Math.min(RETRY_MS, 50 * times) : null),
  })
  let lastError: Error | null = null
  redis.on('error', (error) => (lastError = error))
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    redis.disconnect()
    throw unreachable(shown, lastError ?? (error as Error))
  }
  isKnown = true
  return {
    ...{ redis, address },
    onReach(callback) {
      const [lost, found] = [() => callback(false), () => callback(true)]
      redis.on('close', lost)
      redis.on('ready', found)
      return () => void redis.off('close', lost).off('ready', found)
    },
    close: () => redis.disconnect(),
  }
}

function unreachable(address: string, error: Error): StoreError {
  if (/WRONGPASS|NOAUTH|AUTH|invalid password/i.test(error.message)) {
    return new StoreError(reason('queueRefuses', { address }))
  }
  const why = reason('words', { text: showText(error.message, 200) })
  return new StoreError(reason('queueUnreachable', { address, why }))
}
