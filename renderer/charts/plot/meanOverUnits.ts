/** The mean over the units of values (steps, units), row-major, at every step. */
export function meanOverUnits(values: ArrayLike<number>, numSteps: number, numUnits: number): Float64Array {
  return Float64Array.from({ length: numSteps }, (_, step) => {
    let sum = 0
    for (let unit = 0; unit < numUnits; unit++) sum += values[step * numUnits + unit]!
    return sum / numUnits
  })
}
