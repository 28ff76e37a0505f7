import type { ChartOptions } from './chartOptions'
import { words } from '../html/words'

/*
 * The frame of a chart that is written as SVG: its colours, its text, the axis of updates.
 */

export const MARGIN = { left: 64, right: 16, top: 36, bottom: 44 }

export const COLORS = {
  light: {
    surface: '#ffffff',
    ink: '#1b1c1f',
    soft: '#45474d',
    grid: '#e6e6e2',
    line: '#0072b2',
    raw: '#4799c8',
    second: '#d55e00',
    hues: ['#0072b2', '#d55e00', '#00815e', '#a9528a', '#7f6b00', '#7a4a1e'],
  },
  dark: {
    surface: '#1a1c20',
    ink: '#eeeff1',
    soft: '#c3c6cc',
    grid: '#2a2d34',
    line: '#56b4e9',
    raw: '#3b708f',
    second: '#e69f00',
    hues: ['#56b4e9', '#e69f00', '#2bbd93', '#d98bb8', '#f0e442', '#c9a27a'],
  },
}

/** Where a chart is drawn, in CSS pixels. */
export interface Frame extends ChartOptions {
  readonly colors: (typeof COLORS)['light']
  /** The right and the lower edge of what is drawn between the axes. */
  readonly right: number
  readonly bottom: number
  /** Where a share of the axis of updates lies, 0 at its left end and 1 at its right. */
  x(share: number): number
}

export const escaped = (text: string) =>
  text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** A coordinate to a hundredth of a pixel. */
export const place = (value: number) => Number(value.toFixed(2))

/** A number to three digits, for an axis. */
export const short = (value: number) => String(Number(value.toPrecision(3))).replace('-', '−')

/** A text at a place; `more` holds further attributes. */
export function text(x: number, y: number, content: string, fill: string, more = ''): string {
  return `<text x="${place(x)}" y="${place(y)}" fill="${fill}"${more}>${escaped(content)}</text>`
}

/** The axis under a chart, from an update to another, with the one in their middle where there is one. */
export function updateAxis(frame: Frame, first: number, last: number): string[] {
  const { x, colors, bottom, right, language } = frame
  const middle = Math.round((first + last) / 2)
  const isBetween = middle !== first && middle !== last
  // Updates count from 1 for people.
  return [
    text(x(0), bottom + 16, String(first + 1), colors.soft),
    isBetween
      ? text(
          x((middle - first) / (last - first)),
          bottom + 16,
          String(middle + 1),
          colors.soft,
          ' text-anchor="middle"',
        )
      : '',
    last === first ? '' : text(right, bottom + 16, String(last + 1), colors.soft, ' text-anchor="end"'),
    text(x(0.5), bottom + 34, words[language].axes.updates, colors.soft, ' text-anchor="middle"'),
  ].filter((part) => part !== '')
}
