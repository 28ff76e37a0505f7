import type { TableFormat } from './series'

/** The bytes of a person's own data, and the name of the file that they came from. */
export interface DataName {
  /** Of the bytes, in hexadecimal digits. */
  readonly sha256: string
  readonly file: string
}

/** A text, whose encoding is found out. */
export interface TextReading extends DataName {
  readonly kind: 'text'
}

/** A table, each column of which is a series, and how it is written. */
export interface SeriesReading extends DataName, TableFormat {
  readonly kind: 'series'
}

/** A file that describes a task. */
export interface TaskReading extends DataName {
  readonly kind: 'task'
}

/** What is to be made of a person's own data: the bytes, and how they are read. */
export type DataReading = TextReading | SeriesReading | TaskReading

type WithoutName<R> = R extends DataReading ? Omit<R, keyof DataName> : never
/** How bytes are to be read, whatever they are. */
export type ReadingOf = WithoutName<DataReading>

/** The same for data that are the same when they have been read, whatever their file is called. */
export function keyOf({ file: _, ...reading }: DataReading): string {
  return JSON.stringify(Object.entries(reading).sort(([a], [b]) => (a < b ? -1 : 1)))
}
