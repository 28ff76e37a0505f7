/** An SVG path through places on the screen; null is a gap. */
export function linePath(places: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  let isAfterGap = true
  return places
    .map((place) => {
      if (!place) {
        isAfterGap = true
        return ''
      }
      const command = isAfterGap ? 'M' : 'L'
      isAfterGap = false
      return `${command}${place.x.toFixed(1)} ${place.y.toFixed(1)}`
    })
    .join('')
}
