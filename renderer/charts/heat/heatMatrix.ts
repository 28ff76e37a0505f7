import type { Range } from '../scales/scale'

/**
 * Paints values (steps, units) as pixels, a step a column and a unit a row, both from the upper left corner.
 * What is beyond the range has its last colour; what is not a number stays empty.
 */
export function paintMatrix(
  image: Uint32Array,
  values: ArrayLike<number>,
  numSteps: number,
  numUnits: number,
  { min, max }: Range,
  palette: Uint32Array,
): void {
  const scale = palette.length / (max - min)
  for (let step = 0; step < numSteps; step++) {
    for (let unit = 0; unit < numUnits; unit++) {
      const value = values[step * numUnits + unit]!
      const color = Math.min(Math.max(Math.floor((value - min) * scale), 0), palette.length - 1)
      image[unit * numSteps + step] = Number.isNaN(color) ? 0 : palette[color]!
    }
  }
}
