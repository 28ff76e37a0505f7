const BITS = 32

/**
 * Direction numbers of Joe and Kuo (`new-joe-kuo-6`), dimensions 2 to 32: the inner coefficients of a
 * primitive polynomial over GF(2), read as a binary number, and its first direction numbers m, one for each
 * degree. The first dimension has none: its m are all 1.
 * @see Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci.
 *   Comput. 30 (2008).
 */
const DIRECTIONS: readonly (readonly [coefficients: number, m: readonly number[]])[] = [
  [0, [1]],
  [1, [1, 3]],
  [1, [1, 3, 1]],
  [2, [1, 1, 1]],
  [1, [1, 1, 3, 3]],
  [4, [1, 3, 5, 13]],
  [2, [1, 1, 5, 5, 17]],
  [4, [1, 1, 5, 5, 5]],
  [7, [1, 1, 7, 11, 19]],
  [11, [1, 1, 5, 1, 1]],
  [13, [1, 1, 1, 3, 11]],
  [14, [1, 3, 5, 5, 31]],
  [1, [1, 3, 3, 9, 7, 49]],
  [13, [1, 1, 1, 15, 21, 21]],
  [16, [1, 3, 1, 13, 27, 49]],
  [19, [1, 1, 1, 15, 7, 5]],
  [22, [1, 3, 1, 15, 13, 25]],
  [25, [1, 1, 5, 5, 19, 61]],
  [1, [1, 3, 7, 11, 23, 15, 103]],
  [4, [1, 3, 7, 13, 13, 15, 69]],
  [7, [1, 1, 3, 13, 7, 35, 63]],
  [8, [1, 3, 5, 9, 1, 25, 53]],
  [14, [1, 3, 1, 13, 9, 35, 107]],
  [19, [1, 3, 1, 5, 27, 61, 31]],
  [21, [1, 1, 5, 11, 19, 41, 61]],
  [28, [1, 3, 5, 3, 3, 13, 69]],
  [31, [1, 1, 7, 13, 1, 19, 1]],
  [32, [1, 3, 7, 5, 13, 19, 59]],
  [37, [1, 1, 3, 9, 25, 29, 41]],
  [41, [1, 3, 5, 13, 23, 1, 55]],
  [42, [1, 3, 7, 3, 13, 59, 17]],
]

export const MOST_SOBOL_DIMENSIONS = DIRECTIONS.length + 1

/**
 * The 32 direction numbers v_k = m_k 2^(32-k) of a dimension. From a polynomial x^s + a_1 x^(s-1) + ... + 1
 * on, with v as words of bits:
 *
 *     v_k = a_1 v_(k-1) ^ a_2 v_(k-2) ^ ... ^ v_(k-s) ^ (v_(k-s) >> s)
 */
function directionNumbers(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS)
  if (dimension === 0) return v.map((_, k) => 1 << (BITS - 1 - k))
  const [coefficients, m] = DIRECTIONS[dimension - 1]
  const degree = m.length
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      v[k] = m[k] << (BITS - 1 - k)
      continue
    }
    let word = v[k - degree] ^ (v[k - degree] >>> degree)
    for (let i = 1; i < degree; i++) {
      if ((coefficients >>> (degree - 1 - i)) & 1) word ^= v[k - i]
    }
    v[k] = word
  }
  return v
}

/**
 * The Sobol sequence, not scrambled, from its first point 0 on: each 2^n points, from a multiple of 2^n on,
 * fill the unit cube evenly. In the order of the Gray code, where a point differs from the one before in one
 * direction number a dimension. As `scipy.stats.qmc.Sobol(numDimensions, scramble=False)`.
 * @throws {RangeError} unless there are 1 to 32 dimensions; where 2^32 points are used up.
 * @see Antonov and Saleev, "An economic method of computing LPτ-sequences" (1979).
 */
export function* sobolPoints(numDimensions: number): Generator<number[]> {
  if (!(numDimensions >= 1 && numDimensions <= MOST_SOBOL_DIMENSIONS)) {
    throw new RangeError(`${numDimensions} dimensions, expected 1 to ${MOST_SOBOL_DIMENSIONS}`)
  }
  const directions = Array.from({ length: numDimensions }, (_, d) => directionNumbers(d))
  const words = new Uint32Array(numDimensions)
  for (let index = 0; ; index++) {
    yield Array.from(words, (word) => word / 2 ** BITS)
    if (index === 2 ** BITS - 1) throw new RangeError('the Sobol sequence has 2^32 points')
    // The lowest bit of the index that is 0 says which bit of the Gray code changes.
    const bit = 31 - Math.clz32(~index & (index + 1))
    for (let d = 0; d < numDimensions; d++) words[d] = words[d] ^ directions[d][bit]
  }
}
