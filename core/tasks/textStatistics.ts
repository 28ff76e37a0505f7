import { countIn, type Vocabulary } from '../data/text'
import { log } from '../math/elementary'

/** A stretch of a text: its characters from, until before. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Entropy in nats of what comes so often: -sum_c p_c ln p_c. */
function entropyOf(counts: Iterable<number>, total: number): number {
  let sum = 0
  for (const count of counts) if (count > 0) sum -= (count / total) * log(count / total)
  return sum
}

/**
 * Entropy of a character, in nats, by how often each comes in the stretch: the cross-entropy of who knows
 * nothing of what came before.
 */
export function unigramEntropy(vocabulary: Vocabulary, { from, to }: Stretch): number {
  return entropyOf(countIn(vocabulary, from, to), to - from)
}

/** Pairs of up to so many characters are counted in a table, more in a map. */
const TABLE_SIZE = 2048

/**
 * Entropy of a character, in nats, given the one before it: H(a, b) - H(a), by how often each pair comes in the
 * stretch. It is counted on the very text that it is said of: of a short text with many different characters
 * it is lower than any guesser's loss on what follows.
 */
export function bigramEntropy({ text: { ids }, kept, size }: Vocabulary, { from, to }: Stretch): number {
  const total = to - from - 1
  const first = new Float64Array(size)
  const counts = size <= TABLE_SIZE ? new Int32Array(size * size) : new Map<number, number>()
  for (let i = from; i < to - 1; i++) {
    const a = Math.min(ids[i], kept)
    const pair = a * size + Math.min(ids[i + 1], kept)
    first[a]++
    if (counts instanceof Map) counts.set(pair, (counts.get(pair) ?? 0) + 1)
    else counts[pair]++
  }
  const joint = entropyOf(counts instanceof Map ? counts.values() : counts, total)
  return joint - entropyOf(first, total)
}
