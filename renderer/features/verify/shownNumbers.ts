/** The index of the n-th element of a row-major tensor, as numpy prints it: `[2, 1]`. */
export function placeOf(n: number, shape: readonly number[]): number[] {
  const index: number[] = []
  let rest = n
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]!)
    rest = Math.floor(rest / shape[axis]!)
  }
  return index
}

/** An element by its name: `dW[2, 1]`; of a tensor of one number its name alone. */
export function elementName(tensor: string, index: readonly number[]): string {
  return index.length === 0 ? tensor : `${tensor}[${index.join(', ')}]`
}

export const shapeText = (shape: readonly number[]): string => `(${shape.join(', ')})`

/** A number with all of its digits, so that two of them can be compared by eye. */
export const exact = (value: number): string => String(value).replaceAll('-', '−')
