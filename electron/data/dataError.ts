/** A person's own data cannot be read. The message is one line for the person, and names what was expected. */
export class DataError extends Error {
  override readonly name = 'DataError'
}

/** The most bytes of a file of a person's own data. */
export const MOST_DATA_BYTES = 200_000_000
