/** A run folder cannot be made, read or written. The message is one line for the person. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}
