/** A derivative out of function values, and how far off it may be. */
export interface Difference {
  readonly value: number
  /** An estimate, not a bound: of what extrapolation still changes and of the rounding of the values. */
  readonly error: number
  /** How much the differences of the shortest steps scatter. */
  readonly scatter: number
}

const FIRST_STEP = 2 ** -7
const NUM_STEPS = 14
/** At so many of the shortest steps a difference is as good as free of all but rounding. */
const NUM_ROUNDED = 5

/**
 * f'(0) by Ridders' method: central differences, each of half the step of the one before,
 *
 *     D_0(h) = (f(h) - f(-h)) / (2h)      D_j(h) = (4^j D_{j-1}(h) - D_{j-1}(2h)) / (4^j - 1)
 *
 * D_j is free of the first j terms of the series in h², so that steps can be long, where the rounding of f
 * matters little. What an entry may be off is what it differs from the two that it is made of, or from the
 * shortest step's difference beyond its rounding, and η / h, where η is the rounding of f, known from how the
 * differences of the shortest steps scatter. The entry that may be off the least is returned. Steps for which
 * `f` is NaN are left out.
 * @see Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Advances in Engineering Software 4 (1982).
 */
export function differentiate(f: (offset: number) => number): Difference {
  const steps: number[] = []
  const differences: number[] = []
  for (let i = 0, step = FIRST_STEP; i < NUM_STEPS; i++, step /= 2) {
    const difference = (f(step) - f(-step)) / (2 * step)
    if (Number.isNaN(difference)) continue
    steps.push(step)
    differences.push(difference)
  }
  const rounding = roundingOf(steps, differences)
  const shortest = differences.at(-1) ?? NaN
  const scatter = rounding / (steps.at(-1) ?? NaN)
  let best: Difference = { value: shortest, error: Infinity, scatter }
  let longer: number[] = []
  for (let i = 0; i < steps.length; i++) {
    const row = [differences[i]]
    for (let j = 1, power = 4; j <= longer.length; j++, power *= 4) {
      const [shorter, before] = [row[j - 1], longer[j - 1]]
      const value = (power * shorter - before) / (power - 1)
      const left = Math.max(Math.abs(value - shorter), Math.abs(value - before))
      const unexplained = Math.abs(value - shortest) - 4 * scatter
      const error = Math.max(left, unexplained) + rounding / steps[i]
      if (error < best.error) best = { value, error, scatter }
      row.push(value)
    }
    longer = row
  }
  return best
}

/** How much the values of f scatter: differences of steps h and 2h do by that, divided by h. */
function roundingOf(steps: readonly number[], differences: readonly number[]): number {
  let rounding = 0
  for (let i = Math.max(1, steps.length - NUM_ROUNDED); i < steps.length; i++) {
    rounding = Math.max(rounding, Math.abs(differences[i] - differences[i - 1]) * steps[i])
  }
  return rounding
}
