const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** A, B, ... Z, and then A′, B′, ... */
export function letter(index: number): string {
  return LETTERS[index] ?? `${LETTERS[index - LETTERS.length] ?? ''}′`
}
