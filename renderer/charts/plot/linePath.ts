/**
 * An SVG path through places on the screen; null is a gap. A place between two gaps is a dot, with round
 * caps.
 */
export function linePath(places: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  let isAfterGap = true
  return places
    .map((place, i) => {
      if (!place) {
        isAfterGap = true
        return ''
      }
      const command = isAfterGap ? 'M' : 'L'
      isAfterGap = false
      const dot = command === 'M' && !places[i + 1] ? 'h0' : ''
      return `${command}${place.x.toFixed(1)} ${place.y.toFixed(1)}${dot}`
    })
    .join('')
}
