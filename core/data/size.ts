import type { ReadingOf } from './reading'

/** The most bytes of a file of a person's own data. */
export const MOST_DATA_BYTES = 200_000_000
/** A file of so many bytes or more is large: what reading it takes is told before. */
const LARGE_BYTES = 5_000_000
/**
 * How many times its size a file takes of memory while it is read, at most. Measured in the window, all
 * processes together, with files of 10 to 70 MB: an English text 11 to 14 times, a Chinese one 6, a table 8
 * to 10. The command line, which has one process, took 4 and 10.
 */
const TIMES: Readonly<Record<ReadingOf['kind'], number>> = { text: 14, series: 10, task: 10 }

/** About how many bytes of memory reading a file takes; null where it is too small to be worth a word. */
export function readingBytes(kind: ReadingOf['kind'], bytes: number): number | null {
  return bytes < LARGE_BYTES ? null : TIMES[kind] * bytes
}
