/** The smallest of 1, 2, 5 times a power of ten that is at least `value`. */
export function niceCeil(value: number): number {
  if (!(value > 0)) return 1
  const power = Number(`1e${Math.floor(Math.log10(value))}`)
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-12)) ?? 10
  return factor * power
}

/** The largest of 1, 2, 5 times a power of ten that is at most `value`. */
export function niceFloor(value: number): number {
  if (!(value > 0)) return 1
  const power = Number(`1e${Math.floor(Math.log10(value) + 1e-12)}`)
  const factor = [5, 2, 1].find((candidate) => candidate * power <= value * (1 + 1e-12)) ?? 1
  return factor * power
}
