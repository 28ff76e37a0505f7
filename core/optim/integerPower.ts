/**
 * base^exponent for a whole exponent >= 0, by squaring: products only, so the same bits everywhere
 * (Math.pow may differ between engines in its last bit).
 */
export function integerPower(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
