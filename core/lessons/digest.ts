/**
 * A short digest of a text, eight hexadecimal digits, by which a translation says what it was made of: FNV-1a
 * over UTF-16 units, 32 bits. White space counts as one space: a line that is broken elsewhere is no change.
 *
 * @see Fowler, Noll and Vo, draft-eastlake-fnv (RFC 9923).
 */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text.trim().replace(/\s+/g, ' ')) {
    for (let i = 0; i < character.length; i++) hash = Math.imul(hash ^ character.charCodeAt(i), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
