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

/** What is to be made of a person's own data: the bytes, and how they are read. */
export type DataReading = TextReading

/** The same for data that are the same when they have been read, whatever their file is called. */
export function keyOf({ file: _, ...reading }: DataReading): string {
  return JSON.stringify(reading)
}
