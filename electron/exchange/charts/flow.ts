import type { Observation } from '../../../core/contract/observation'
import { reason } from '../../../core/contract/reasons'
import { bindTask } from '../../../core/tasks/bind'
import { flowOf } from '../chartData'
import { ExchangeError } from '../exchangeError'
import type { ExportSource } from '../exportFormat'
import { words } from '../html/words'
import type { Frame } from './frame'
import { escaped, MARGIN, place, short, text } from './frame'

/** From dark blue to light yellow, even steps to the eye. */
const RAMP = [
  ...[[26, 4, 62] as const, [21, 36, 101] as const, [0, 71, 116] as const, [0, 106, 130] as const],
  ...[[0, 141, 142] as const, [0, 174, 143] as const, [111, 201, 135] as const, [186, 222, 139] as const],
  [249, 242, 163] as const,
]

/**
 * The gradient flow as a heatmap, time steps up and updates to the right, with its colour bar.
 * @throws {ExchangeError} if it was not recorded.
 */
export function drawFlow(source: ExportSource, observations: readonly Observation[], frame: Frame): string[] {
  const { x, colors, right, bottom, language } = frame
  const { shape } = bindTask(source.stored.experiment.task)
  const { updates, norms } = flowOf(observations, shape.seqLen)
  const logs = norms.flat().filter((value) => value !== null)
  if (logs.length === 0) throw new ExchangeError(reason('flowNotRecorded'))
  const [low, high] = [Math.min(...logs), Math.max(...logs)]
  const rows = (bottom - MARGIN.top) / shape.seqLen
  const [from, end] = [updates[0]!, source.stored.log.length]
  const xOf = (update: number) => x((update - from) / (end - from))
  const cell = (left: number, top: number, wide: number, tall: number, share: number) =>
    `<rect x="${place(left)}" y="${place(top)}" width="${place(wide)}" height="${place(tall)}" fill="${colorOf(share)}"/>`
  const parts: string[] = ['<g shape-rendering="crispEdges">']
  norms.forEach((column, u) => {
    // An observation stands until the next one.
    const [begin, until] = [xOf(updates[u]!), xOf(updates[u + 1] ?? end)]
    column.forEach((value, t) => {
      if (value === null) return
      const top = MARGIN.top + (shape.seqLen - 1 - t) * rows
      parts.push(cell(begin, top, until - begin, rows, (value - low) / Math.max(1e-9, high - low)))
    })
  })
  const step = (bottom - MARGIN.top) / 32
  for (let i = 0; i < 32; i++) parts.push(cell(right + 14, bottom - (i + 1) * step, 10, step, i / 31))
  parts.push('</g>')
  const { axes } = words[language]
  parts.push(
    text(right + 28, MARGIN.top + 10, short(10 ** high), colors.soft),
    text(right + 28, bottom, short(10 ** low), colors.soft),
    text(right + 14, MARGIN.top - 8, axes.flow, colors.soft),
    text(MARGIN.left - 6, MARGIN.top + 10, String(shape.seqLen), colors.soft, ' text-anchor="end"'),
    text(MARGIN.left - 6, bottom, '1', colors.soft, ' text-anchor="end"'),
    `<text transform="translate(${MARGIN.left - 36} ${place((MARGIN.top + bottom) / 2)}) rotate(-90)" fill="${colors.soft}" text-anchor="middle">${escaped(axes.step)}</text>`,
    text(x(0), bottom + 16, String(from + 1), colors.soft),
    text(right, bottom + 16, String(end), colors.soft, ' text-anchor="end"'),
    text(x(0.5), bottom + 34, axes.updates, colors.soft, ' text-anchor="middle"'),
  )
  return parts
}

function colorOf(share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1)
  const below = Math.min(Math.floor(at), RAMP.length - 2)
  const [from, to] = [RAMP[below]!, RAMP[below + 1]!]
  return `rgb(${from.map((channel, i) => Math.round(channel + (to[i]! - channel) * (at - below))).join(',')})`
}
