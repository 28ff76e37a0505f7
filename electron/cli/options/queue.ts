import type { QueueAddress } from '../../queue/address'
import { parseQueueAddress } from '../../queue/address'
import type { Parsed } from './parse'

/** What the help of a command says of its option `--queue`. */
export const queueRows: [string, string][] = [
  [
    '--queue ADDRESS',
    'a queue on a Redis or Valkey server: redis://:PASSWORD@HOST:PORT, or rediss:// for TLS',
  ],
  ['', '[UNROLL_QUEUE, which other users of this machine do not see, as they do a command]'],
]

/**
 * The queue that an option names, else the environment's `UNROLL_QUEUE`; null where neither does.
 * @throws {StoreError} if it is not understood, or lacks its password.
 */
export function queueIn({ values }: Parsed, env: NodeJS.ProcessEnv = process.env): QueueAddress | null {
  const text = values.get('queue') ?? env['UNROLL_QUEUE']
  return text === undefined || (text === '' && !values.has('queue')) ? null : parseQueueAddress(text)
}
