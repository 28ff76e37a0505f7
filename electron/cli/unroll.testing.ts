import { LocalThread } from '../store/localThread.testing'
import type { Interrupt, Io } from './io'
import { main } from './main'

/** Options of an experiment that takes no time. */
export const smallTask = [
  '--task',
  'adding',
  '--seq-len',
  '6',
  '--hidden-size',
  '3',
  '--batch',
  '4',
  '--threads',
  '1',
]

/**
 * Runs a command with threads that train for real; `interrupt` is a signal after the first line of output.
 */
export async function unroll(args: string[], interrupt?: Interrupt) {
  let out = ''
  let err = ''
  let onInterrupt: (signal: Interrupt) => void = () => undefined
  const io: Io = {
    write(text) {
      if (out === '' && interrupt) onInterrupt(interrupt)
      out += text
      return true
    },
    drained: () => undefined,
    writeError: (line) => void (err += `${line}\n`),
    ...{ terminal: null, columns: null, onClosed: () => undefined },
    onInterrupt(callback) {
      onInterrupt = callback
      return () => undefined
    },
  }
  const code = await main(args, io, (start) => new LocalThread(start))
  const lines = out.trimEnd().split('\n')
  return {
    code,
    out,
    err,
    lines,
    json: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
