import type { Step, Timeline } from '../../../core/explain/timeline'
import type { Extent, Spot } from './viewport'

export const NODE = { width: 80, height: 32 }
/** The boxes of inputs and outputs. */
export const SMALL = { width: 76, height: 20 }
const COLUMN = { min: 112, max: 160 }
/** Left and right of the columns, in columns: so little that no neighbour's box reaches into sight. */
const MARGIN = 0.1
/** Between two rows: less where there are several. */
const GAP = { one: 16, more: 9 }
const EDGE = 4
/** What the axes take, in pixels: the names of the rows at the left, of the steps below. */
export const GUTTER = 76
export const AXIS = 22

/** Where things stand in the unrolled network, in units of the drawing: a column a step, a row a cell. */
export interface NetworkGeometry {
  readonly column: number
  /** How many columns a pane shows at rest. */
  readonly fitting: number
  readonly extent: Extent
  readonly outputY: number
  readonly inputY: number
  /** Steps of the pass, and those before it that were only run through. */
  readonly steps: number
  readonly lead: number
  xOf(t: number): number
  rowY(k: number): number
}

/** A geometry whose columns fill a pane of this width, as many as fit. */
export function geometryOf({ trace, symbols }: Timeline, paneWidth: number): NetworkGeometry {
  const { steps } = trace.sizes
  const lead = symbols.numLead
  const fitting = Math.max(1, Math.min(lead + steps, Math.floor(paneWidth / COLUMN.min - 2 * MARGIN)))
  const column = Math.min(COLUMN.max, Math.max(COLUMN.min, paneWidth / (fitting + 2 * MARGIN)))
  const gap = trace.cells.length === 1 ? GAP.one : GAP.more
  const outputY = SMALL.height / 2 + EDGE
  const rowY = (k: number): number =>
    outputY + SMALL.height / 2 + gap + (trace.cells.length - 1 - k) * (NODE.height + gap) + NODE.height / 2
  const inputY = rowY(0) + NODE.height / 2 + gap + SMALL.height / 2
  return {
    column,
    fitting,
    steps,
    lead,
    outputY,
    inputY,
    extent: { width: column * (lead + steps + 2 * MARGIN), height: inputY + SMALL.height / 2 + EDGE },
    xOf: (t) => column * (lead + t + 0.5 + MARGIN),
    rowY,
  }
}

/** The steps whose columns are in sight, with a neighbour on either side. */
export function columnsIn({ column, steps, lead }: NetworkGeometry, x: number, width: number): number[] {
  const first = Math.max(-lead, Math.floor(x / column - 0.5 - MARGIN) - lead - 1)
  const last = Math.min(steps - 1, Math.ceil((x + width) / column - 0.5 - MARGIN) - lead + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}

/** What a step is about, and a column on either side; outputs and the loss are at the end of the pass. */
export function spotOf({ steps }: Timeline, index: number, geometry: NetworkGeometry): Spot {
  const step: Step = steps[index]!
  const isLate = index > steps.length / 2
  const isTurn = ['output', 'loss', 'gradients'].includes(step.phase) && !isLate
  const t = step.t ?? (isTurn ? geometry.steps - 1 : step.phase === 'start' ? -geometry.lead : 0)
  const y =
    step.cell !== null
      ? geometry.rowY(step.cell)
      : step.phase === 'output'
        ? geometry.outputY
        : geometry.extent.height / 2
  return { x: geometry.xOf(t), y, width: NODE.width + 2 * geometry.column, height: NODE.height }
}

/**
 * A spot such that a pane at rest which shows it in its middle shows whole columns: of an even number none is
 * in the middle.
 */
export function alignedSpot(spot: Spot, { column, fitting }: NetworkGeometry): Spot {
  if (fitting % 2 === 1) return spot
  return { ...spot, x: spot.x + column / 2, width: spot.width + column }
}

/** Where truncated BPTT cuts the gradient: before and after the pass, in units of the drawing. */
export function cutsOf({ trace }: Timeline, { xOf, column, steps }: NetworkGeometry): number[] {
  const { isCarried, firstStep, seqLen } = trace.window
  return [
    ...(isCarried ? [xOf(0) - column / 2] : []),
    ...(firstStep + steps < seqLen ? [xOf(steps - 1) + column / 2] : []),
  ]
}
