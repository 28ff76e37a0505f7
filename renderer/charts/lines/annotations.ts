import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import { shownNumber } from '../../../core/contract/counting'
import type { Scale } from '../scales/scale'
import type { Level, PlotMark } from './frame'
import type { Palette } from '../color/palette'

/** Labels of marks that stand closer than this, in pixels, are left out; their lines stay. */
const LABEL_WIDTH = 76
const FONT = { family: "'Inter Variable', 'Noto Sans SC Variable', sans-serif", size: 11, weight: 500 }

/** Above this share of the height a label stands below its line, to stay in the plot. */
const NEAR_TOP = 0.88

export function levelAnnotation(
  { value, label, hue, dash }: Level,
  y: Scale,
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
      yAdjust: y.forward(value) > NEAR_TOP * y.extent.end ? 9 : -9,
      padding: { x: 4, y: 1 },
      backgroundColor: palette['surface-1'],
      color: palette[hue],
      font: FONT,
    },
  }
}

/** A dotted line for every mark; a label where there is room. */
export function markAnnotations(
  marks: readonly PlotMark[],
  x: Scale,
  palette: Palette,
): Record<string, AnnotationOptions<'line'>> {
  let labelledUntil = -Infinity
  return Object.fromEntries(
    marks.map(({ update, label }, i) => {
      const at = x.forward(update)
      const isLabelled = at >= labelledUntil
      if (isLabelled) labelledUntil = at + LABEL_WIDTH
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
          xAdjust: at > x.extent.end - LABEL_WIDTH / 2 ? -LABEL_WIDTH / 2 : LABEL_WIDTH / 2,
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
