const NAMED = ['i', 'f', 'o', 'r', 'z', 'g', 'n'] as const

/**
 * The texts' key of a block of a cell's weights, and of what it makes: a gate, or the candidate beside gates.
 * The residual cell's one block is neither. Null for a block that has no words of its own.
 */
export function blockKey(
  block: string,
  blocks: readonly string[],
): (typeof NAMED)[number] | 'residual' | null {
  if (block === 'g' && blocks.length === 1) return 'residual'
  return NAMED.find((name) => name === block) ?? null
}
