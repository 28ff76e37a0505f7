import { CAPTION, widthOf } from './caption'
import type { Frame } from './frame'
import { place, text } from './frame'
import type { Curve } from './plotCurves'

const SWATCH = 22
const GAP = 18

/** Which curve is which, below a chart: lines of it, each a function of where it stands. */
export function legendLines(curves: readonly Curve[], { colors }: Frame, left: number, width: number) {
  const named = curves.filter(({ label }) => label !== undefined)
  const lines: { curve: Curve; at: number }[][] = []
  let at = width
  for (const curve of named.length > 1 ? named : []) {
    const wide = SWATCH + 6 + widthOf(curve.label!) + GAP
    if (at + wide > width) {
      lines.push([])
      at = 0
    }
    lines.at(-1)!.push({ curve, at })
    at += wide
  }
  return lines.map((line) => (y: number) => {
    const parts = line.map(({ curve: { label, stroke, more }, at: from }) => {
      const [x, middle] = [place(left + from), place(y - CAPTION.size / 3)]
      return `<path d="M${x} ${middle}h${SWATCH}" fill="none" stroke="${stroke}"${more}/>${text(left + from + SWATCH + 6, y, label!, colors.soft, ` font-size="${CAPTION.size}"`)}`
    })
    return parts.join('')
  })
}
