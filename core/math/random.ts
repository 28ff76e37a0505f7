import { cos, log } from './elementary'

/** What a generator has to remember: four 32-bit words, fit for JSON. */
export type RandomState = readonly [number, number, number, number]

/** A seeded stream of random numbers, the same on every machine. */
export interface Random {
  /** An integer, uniform over 0 .. 2^32 - 1. */
  uint32(): number
  /**
   * A number uniform over [low, high), with 53 random bits; takes two words.
   * @default low 0, high 1
   */
  uniform(low?: number, high?: number): number
  /** A standard normal number; takes four words, always, so that streams stay in step. */
  normal(): number
  /**
   * An integer uniform over 0 .. n - 1, without bias.
   * @throws {RangeError} unless n is an integer in 1 .. 2^32.
   */
  integer(n: number): number
  state(): RandomState
  /** Writes what `state()` gives into an array of four: for every update's sake, it makes none. */
  keepState(into: Uint32Array): void
  /** Goes on from a state that `state()` gave. */
  restore(state: RandomState): void
}

const TWO_32 = 2 ** 32
const TWO_PI = 6.283185307179586

/**
 * Mixes the bits of one word so that neighbouring inputs give unrelated outputs (finalizer of splitmix32).
 */
function mix(word: number): number {
  let z = word >>> 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/**
 * A generator whose whole stream follows from `seed` (its low 32 bits).
 *
 * xoshiro128** with its four words taken from splitmix32, as its authors advise.
 * @see Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021).
 */
export function createRandom(seed: number): Random {
  const words = new Int32Array(4)

  function uint32(): number {
    let a = words[0]
    let b = words[1]
    let c = words[2]
    let d = words[3]
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    words[0] = a
    words[1] = b
    words[2] = c
    words[3] = d
    return result
  }

  function uniform(low = 0, high = 1): number {
    // 27 and 26 bits side by side, then scaled into [0, 1).
    const unit = ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992
    return low + (high - low) * unit
  }

  function normal(): number {
    // Box and Muller; 1 - u lies in (0, 1], so the logarithm is finite. The second number is not kept.
    const radius = Math.sqrt(-2 * log(1 - uniform()))
    return radius * cos(TWO_PI * uniform())
  }

  function integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= TWO_32)) {
      throw new RangeError(`integer(n): n is ${n}, expected an integer from 1 to 2^32`)
    }
    // Words at and above the largest multiple of n would favour the small remainders: draw again.
    const limit = TWO_32 - (TWO_32 % n)
    let word = uint32()
    while (word >= limit) word = uint32()
    return word % n
  }

  function restore(state: RandomState): void {
    words.set(state)
  }

  function state(): RandomState {
    return [words[0] >>> 0, words[1] >>> 0, words[2] >>> 0, words[3] >>> 0]
  }

  // Steps of the golden ratio in 32 bits; at most one of the four mixed words can be 0.
  words.set([1, 2, 3, 4].map((step) => mix((seed + Math.imul(step, 0x9e3779b9)) | 0)))
  return { uint32, uniform, normal, integer, state, keepState: (into) => into.set(words), restore }
}

/**
 * A seed of its own for a named stream ('init', 'data', ...), so that drawing more from one stream never
 * shifts another. Equal arguments give equal seeds; the result is in 0 .. 2^32 - 1.
 *
 * FNV-1a over the name's UTF-16 code units, started from the mixed seed and mixed again.
 */
export function deriveSeed(seed: number, stream: string): number {
  let hash = mix((seed ^ 0x811c9dc5) >>> 0)
  for (let index = 0; index < stream.length; index++) {
    hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193)
  }
  return mix(hash)
}
