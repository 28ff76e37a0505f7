/** A file is not what it claims to be. The message names the thing, its value and what was expected. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
}
