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
export function unroll(args: string[], interrupt?: Interrupt) {
  return startUnroll(args, interrupt).finished
}

/** Begins a command that goes on until it is interrupted. */
export function startUnroll(args: string[], interrupt?: Interrupt) {
  let out = ''
  let err = ''
  const listeners: ((signal: Interrupt) => void)[] = []
  const send = (signal: Interrupt) => listeners.forEach((listener) => listener(signal))
  const io: Io = {
    write(text) {
      if (out === '' && interrupt) send(interrupt)
      out += text
      return true
    },
    drained: () => undefined,
    writeError: (line) => void (err += `${line}\n`),
    ...{ terminal: null, columns: null, onClosed: () => undefined },
    onInterrupt(callback) {
      listeners.push(callback)
      return () => undefined
    },
  }
  const finished = main(args, io, (start) => new LocalThread(start)).then((code) => {
    const lines = out.trimEnd().split('\n')
    return {
      ...{ code, out, err, lines },
      json: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    }
  })
  return {
    finished,
    interrupt: send,
    /** What it has written by now. */
    get out() {
      return out
    },
    get err() {
      return err
    },
  }
}
