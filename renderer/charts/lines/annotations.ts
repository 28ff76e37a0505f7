import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import { shownNumber } from '../../../core/contract/counting'
import type { Scale } from '../scales/scale'
import type { Level, PlotMark } from './frame'
import type { Palette } from '../color/palette'

/** Labels of marks that stand closer than this, in pixels, are left out; their lines stay. */
const LABEL_WIDTH = 76
const FONT = {
  family: "'Inter Variable', 'Unroll Signs', 'Noto Sans SC Variable', sans-serif",
  size: 12,
  weight: 500,
}

/** Of a label, and from its middle to its line, in pixels. */
const LABEL_HEIGHT = 16
const LABEL_OFFSET = 9

/** Where a label stands: how far left of the line's end, and how far above the line. */
interface LabelPlace {
  readonly left: number
  readonly up: number
}

/** Above its line, else below it, else left of the labels that are there. */
const PLACES: readonly LabelPlace[] = [0, LABEL_WIDTH].flatMap((left) => [
  { left, up: LABEL_OFFSET },
  { left, up: -LABEL_OFFSET },
])

/**
 * A line for every level, with its label at the right edge, where it leaves neither the plot nor covers
 * another one, nor if that can be the line of another one.
 */
export function levelAnnotations(
  levels: readonly Level[],
  y: Scale,
  palette: Palette,
): Record<string, AnnotationOptions<'line'>> {
  const lines = levels.map(({ value }) => y.forward(value))
  const placed: { readonly left: number; readonly middle: number }[] = []
  const fits = (middle: number) =>
    middle - LABEL_HEIGHT / 2 >= y.extent.start && middle + LABEL_HEIGHT / 2 <= y.extent.end
  function placeOf(line: number): LabelPlace {
    const free = PLACES.filter(({ left, up }) => {
      const isFree = placed.every(
        (other) => other.left !== left || Math.abs(other.middle - line - up) >= LABEL_HEIGHT,
      )
      return isFree && fits(line + up)
    })
    const covers = ({ up }: LabelPlace) =>
      lines.some((other) => other !== line && Math.abs(other - line - up) < LABEL_HEIGHT / 2)
    const place = free.find((each) => !covers(each)) ?? free[0] ?? PLACES[0]!
    placed.push({ left: place.left, middle: line + place.up })
    return place
  }
  const fromTop = lines.map((_, i) => i).sort((a, b) => lines[b]! - lines[a]!)
  return Object.fromEntries(
    fromTop.map((i) => {
      const level = levels[i]!
      const place = level.label === '' ? PLACES[0]! : placeOf(lines[i]!)
      return [`level${i}`, levelAnnotation(level, place, palette)]
    }),
  )
}

function levelAnnotation(
  { value, label, hue, dash }: Level,
  { left, up }: LabelPlace,
  palette: Palette,
): AnnotationOptions<'line'> {
  return {
    type: 'line',
    scaleID: 'y',
    value,
    borderColor: palette[hue],
    borderWidth: 1.5,
    borderDash: [...dash],
    label: {
      display: label !== '',
      content: label,
      position: 'end',
      // A curve may end there: it runs over the label.
      drawTime: 'beforeDatasetsDraw',
      xAdjust: -left,
      yAdjust: -up,
      padding: { x: 4, y: 1 },
      backgroundColor: palette['surface-1'],
      color: palette[hue],
      font: FONT,
    },
  }
}

/**
 * A dotted line for every mark; a label where there is room, right of the line or, at the edge, left of it.
 */
export function markAnnotations(
  marks: readonly PlotMark[],
  x: Scale,
  palette: Palette,
): Record<string, AnnotationOptions<'line'>> {
  let labelledUntil = -Infinity
  return Object.fromEntries(
    marks.map(({ update, label }, i) => {
      const at = x.forward(update)
      const isLeft = at > x.extent.end - LABEL_WIDTH
      const isLabelled = at - (isLeft ? LABEL_WIDTH : 0) >= labelledUntil
      if (isLabelled) labelledUntil = at + (isLeft ? 0 : LABEL_WIDTH)
      const options: AnnotationOptions<'line'> = {
        type: 'line',
        scaleID: 'x',
        value: shownNumber(update),
        borderColor: palette['data-4'],
        borderWidth: 1.5,
        borderDash: [2, 3],
        label: {
          display: isLabelled && label !== '',
          content: label,
          position: 'start',
          xAdjust: isLeft ? -LABEL_WIDTH / 2 : LABEL_WIDTH / 2,
          padding: { x: 3, y: 1 },
          backgroundColor: palette['surface-1'],
          color: palette['data-4'],
          font: FONT,
        },
      }
      return [`mark${i}`, options]
    }),
  )
}
