/** An SVG path through places on the screen; null is a gap. */
export function linePath(places: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  let isBroken = true
  return places
    .map((place) => {
      if (!place) {
        isBroken = true
        return ''
      }
      const command = isBroken ? 'M' : 'L'
      isBroken = false
      return `${command}${place.x.toFixed(1)} ${place.y.toFixed(1)}`
    })
    .join('')
}
