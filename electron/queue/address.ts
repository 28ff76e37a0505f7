import { reason } from '../../core/contract/reasons'
import { StoreError } from '../store/storeError'

/** Where a queue lies that many machines share. */
export interface QueueAddress {
  readonly host: string
  readonly port: number
  readonly username: string | null
  readonly password: string | null
  /** Number of the server's database. */
  readonly database: number
  readonly isTls: boolean
  /** For people: without the password. */
  readonly shown: string
}

const PORT = 6379
const DATABASE = /^\/?$|^\/(\d|1[0-5])$/

/**
 * Reads `redis://:PASSWORD@HOST:PORT/DATABASE`; `rediss` is the same by TLS. No message repeats what might be
 * the password.
 * @throws {StoreError} if it is not understood, or has no password though the machine is another one.
 */
export function parseQueueAddress(text: string): QueueAddress {
  const url = parsed(text.trim())
  const isTls = url?.protocol === 'rediss:'
  if (!url || (!isTls && url.protocol !== 'redis:') || url.hostname === '' || url.search + url.hash !== '') {
    throw new StoreError(reason('queueAddress'))
  }
  const database = DATABASE.exec(url.pathname)
  if (!database) throw new StoreError(reason('queueDatabase'))
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? PORT : Number(url.port)
  const shown = `${url.protocol}//${url.hostname}:${port}`
  const password = decoded(url.password)
  if (password === null && !isLoopback(host)) {
    throw new StoreError(reason('queuePassword', { address: shown }))
  }
  return {
    ...{ host, port, isTls, shown, password, username: decoded(url.username) },
    database: Number(database[1] ?? 0),
  }
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Whether a name or a number always means this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** A part of an address; null where it is empty. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part) || null
  } catch {
    throw new StoreError(reason('queueAddress'))
  }
}
