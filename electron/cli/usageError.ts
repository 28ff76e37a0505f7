/** Wrong use, or input that cannot be read: the message is one line for the person, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
