import type { Item } from '../../../core/explain/flow'
import type { Timeline } from '../../../core/explain/timeline'
import type { Direction } from './edgeThickness'
import type { NetworkValue, Route } from './networkFlow'
import { columnFlow } from './networkFlow'
import type { NetworkGeometry } from './networkGeometry'
import { NODE, SMALL } from './networkGeometry'

/** A box of the network, by its middle. */
export interface NetworkNode extends NetworkValue {
  readonly x: number
  readonly y: number
}

/** A line of the network, with the size of what it carries. */
export interface NetworkEdge {
  readonly id: string
  readonly direction: Direction
  readonly d: string
  readonly magnitude: number
  /** The step at which something passes along it. */
  readonly index: number
}

export interface NetworkColumn {
  readonly t: number
  readonly nodes: readonly NetworkNode[]
  readonly edges: readonly NetworkEdge[]
}

/** How far beside a box's middle values go up, and gradients down. */
const OFFSET = 9
/** How far from a cell's middle its lines to the neighbours run, there and back; those of c outside. */
const LANES = { h: [-6, 7], c: [-13, 14] } as const

/** The boxes of step t, and the lines that lead to them from below and from the step before. */
export function layOutColumn(
  timeline: Timeline,
  item: Item,
  geometry: NetworkGeometry,
  t: number,
): NetworkColumn {
  const { values, connections } = columnFlow(timeline, item, t)
  const x = geometry.xOf(t)
  const nodes = values.map((value) => ({ ...value, x, y: middleOf(value, geometry) }))
  const edges = connections.flatMap(({ route, forward, backward, forwardIndex, backwardIndex }) => {
    const { there, back } = linesOf(route, timeline, geometry, t)
    const edge = (
      direction: Direction,
      { id, size }: typeof forward,
      d: string,
      index: number,
    ): NetworkEdge => ({ id, direction, d, magnitude: size(), index })
    return [
      edge('forward', forward, there, forwardIndex),
      // No gradient flows back over the cut before the pass, nor where there is no way back.
      ...(t < 0 || backwardIndex < 0 ? [] : [edge('backward', backward, back, backwardIndex)]),
    ]
  })
  return { t, nodes, edges }
}

function middleOf({ kind, cell }: NetworkValue, { inputY, outputY, rowY }: NetworkGeometry): number {
  if (cell !== null) return rowY(cell)
  return kind === 'input' ? inputY : outputY
}

/** The lines of a connection as SVG paths: forward there, backward back. */
function linesOf(
  route: Route,
  timeline: Timeline,
  geometry: NetworkGeometry,
  t: number,
): { readonly there: string; readonly back: string } {
  const { rowY, inputY, outputY, xOf } = geometry
  const [half, smallHalf] = [NODE.height / 2, SMALL.height / 2]
  switch (route.kind) {
    case 'inputToCell':
      return upright(xOf(t), inputY - smallHalf, rowY(route.to) + half)
    case 'cellToCell':
      return upright(xOf(t), rowY(route.from) - half, rowY(route.to) + half)
    case 'cellToOutput':
      return upright(xOf(t), rowY(timeline.trace.cells.length - 1) - half, outputY + smallHalf)
    case 'overTime':
      return alongTime(route, timeline, geometry, t)
  }
}

/** Values up beside the middle of the column, gradients down on the other side. */
function upright(x: number, low: number, high: number): { there: string; back: string } {
  return { there: line(x - OFFSET, low, x - OFFSET, high), back: line(x + OFFSET, high, x + OFFSET, low) }
}

/** Values from the cell at the step before, gradients back to it, each in its lane. */
function alongTime(
  { cell, of }: Extract<Route, { readonly kind: 'overTime' }>,
  { symbols }: Timeline,
  { rowY, xOf }: NetworkGeometry,
  t: number,
): { there: string; back: string } {
  const side = symbols.cell(cell).isReversed ? 1 : -1
  const near = xOf(t) + (side * NODE.width) / 2
  const far = xOf(symbols.before(cell, t)) - (side * NODE.width) / 2
  const [lane, backLane] = LANES[of]
  const [there, back] = [rowY(cell) + lane, rowY(cell) + backLane]
  return { there: line(far, there, near, there), back: line(near, back, far, back) }
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `M${x1} ${y1}L${x2} ${y2}`
}
