import { EventEmitter } from 'node:events'
import type { WriteStream } from 'node:tty'
import { ExitCode } from './exitCode'

/** What asks a command to end. */
export type Interrupt = 'SIGINT' | 'SIGTERM'

/** Where a command reads and writes. */
export interface Io {
  /** Writes text to standard output; false means: wait for `drained` before the next. */
  write(text: string): boolean
  drained(callback: () => void): void
  /** Writes a line to standard error. */
  writeError(line: string): void
  /** Standard error if it is a terminal on which a line can be written anew, else null. */
  readonly terminal: Pick<WriteStream, 'write' | 'columns'> | null
  /** Columns of standard output; null where it is no terminal, or its width is not known. */
  readonly columns: number | null
  /** Calls back at Ctrl-C and when the process is asked to end; returns what ends that. */
  onInterrupt(callback: (signal: Interrupt) => void): () => void
  /**
   * Calls back when nobody reads standard output any more, as when `head` has printed enough. Writing on goes
   * nowhere.
   */
  onClosed(callback: () => void): void
}

const closed = new EventEmitter()

/**
 * Whether a stream is a terminal that knows escape sequences: one of an editor or a log says that it is dumb.
 */
export function isRedrawable(isTTY: boolean, term = process.env['TERM']): boolean {
  return isTTY && term !== 'dumb'
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return void closed.emit('closed')
  process.stderr.write(`unroll: cannot write: ${error.message}\n`)
  process.exit(ExitCode.failed)
})
// No output is left for an error.
process.stderr.on('error', () => undefined)

export const systemIo: Io = {
  write: (text) => process.stdout.write(text),
  drained: (callback) => void process.stdout.once('drain', callback),
  writeError: (line) => void process.stderr.write(`${line}\n`),
  terminal: isRedrawable(process.stderr.isTTY) ? process.stderr : null,
  columns: (process.stdout.isTTY && process.stdout.columns) || null,
  onInterrupt(callback) {
    process.on('SIGINT', callback)
    process.on('SIGTERM', callback)
    return () => {
      process.off('SIGINT', callback)
      process.off('SIGTERM', callback)
    }
  },
  onClosed: (callback) => void closed.on('closed', callback),
}
