import { describe, expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import type { MatrixRef } from '../../../core/explain/matrixRef'
import { matrixId } from '../../../core/explain/matrixRef'
import type { StepId } from '../../../core/explain/stepId'
import { stepId } from '../../../core/explain/stepId'
import { createTimeline } from '../../../core/explain/timeline'
import { flowId } from './networkFlow'
import { alignedSpot, columnsIn, cutsOf, geometryOf, NODE, spotOf } from './networkGeometry'
import { largestMagnitudes } from './edgeThickness'
import { layOutColumn } from './networkLayout'
import { clamped, revealing } from './viewport'

const timeline = homeworkTimeline('part4')
const geometry = geometryOf(timeline, 824)
const state = (t: number): MatrixRef => ({ kind: 'h', cell: 0, t })
const gradient = (t: number): MatrixRef => ({ kind: 'dh', cell: 0, t })
const cellState = (t: number): MatrixRef => ({ kind: 'c', cell: 0, t })
const cellGradient = (t: number): MatrixRef => ({ kind: 'dc', cell: 0, t })

describe('the unrolled network', () => {
  const columns = [0, 1, 2, 3].map((t) => layOutColumn(timeline, null, geometry, t))
  const nodes = columns.flatMap((column) => column.nodes)
  const edges = columns.flatMap((column) => column.edges)

  it('has a column a step, with input, state and output', () => {
    expect(nodes.map(({ id }) => id).slice(0, 3)).toEqual(
      [{ kind: 'x', t: 0 } as const, state(0), { kind: 'score', t: 0 } as const].map(matrixId),
    )
    expect(nodes).toHaveLength(12)
    expect(new Set(nodes.map(({ x }) => x)).size).toBe(4)
    expect(Math.max(...nodes.map(({ x }) => x))).toBeLessThan(geometry.extent.width)
  })

  it('leads from a box to the steps that compute it', () => {
    const node = nodes.find(({ id }) => id === matrixId(state(2)))!
    expect(timeline.steps[node.forwardIndex]?.id).toBe(stepId('forward', 0, 2))
    expect(timeline.steps[node.backwardIndex]?.id).toBe(stepId('backward', 0, 2))
  })

  it('carries states forward and gradients back between neighbours', () => {
    const ids = edges.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining([
        flowId(state(0), state(1)),
        flowId(gradient(1), gradient(0)),
        flowId({ kind: 'x', t: 1 }, state(1)),
        flowId(gradient(1), { kind: 'dx', t: 1 }),
        flowId(state(1), { kind: 'score', t: 1 }),
        flowId({ kind: 'dScore', t: 1 }, gradient(1)),
      ]),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(edges.every(({ magnitude }) => Number.isFinite(magnitude))).toBe(true)
  })

  it('carries an LSTM’s cell state beside its state, and its gradient back', () => {
    expect(edges.some(({ id }) => id === flowId(cellState(1), cellState(2)))).toBe(false)
    const { trace } = timeline
    const [cell] = trace.cells
    const c = { ...cell!.h, data: cell!.h.data.map((value) => 3 * value) }
    const zeros = { shape: cell!.gates.shape, data: new Float64Array(4 * cell!.gates.data.length) }
    const kept = { ...cell!, c, gradC: cell!.gradH, gradC0: cell!.gradH0, extra: cell!.gradH, gates: zeros }
    const lstm = createTimeline({ ...trace, cell: 'lstm', cells: [{ ...kept, gradGates: zeros }] })
    const lines = layOutColumn(lstm, null, geometry, 2).edges
    const sizes = [
      flowId(state(1), state(2)),
      flowId(cellState(1), cellState(2)),
      flowId(cellGradient(2), cellGradient(1)),
    ].map((id) => lines.find((line) => line.id === id)!.magnitude)
    expect(sizes[1]).toBeCloseTo(3 * sizes[0]!)
    expect(sizes[2]).toBe(0)
    expect(largestMagnitudes(lstm, null).forward).toBeGreaterThan(largestMagnitudes(timeline, null).forward)
  })

  it('has columns of a readable width, and fills a pane with them', () => {
    expect(geometryOf(timeline, 100).column).toBe(112)
    expect(geometryOf(timeline, 600).extent.width).toBeCloseTo(600)
  })

  it('lays out what is in sight, and its neighbours', () => {
    const narrow = geometryOf(timeline, 100)
    expect(columnsIn(narrow, 0, 50)).toEqual([0, 1])
    expect(columnsIn(narrow, 240, 70)).toEqual([0, 1, 2, 3])
    expect(columnsIn(narrow, 360, 70)).toEqual([1, 2, 3])
  })

  it('goes to the box that a step is about, and to the turn for outputs and the loss', () => {
    const at = (id: StepId) => spotOf(timeline, timeline.indexOf(id), geometry)
    expect(at(stepId('forward', 0, 1))).toMatchObject({ x: geometry.xOf(1), y: geometry.rowY(0) })
    expect(at(stepId('output', 2))).toMatchObject({ x: geometry.xOf(2), y: geometry.outputY })
    expect(at(stepId('start')).x).toBe(geometry.xOf(0))
    expect(at(stepId('gradients', 0)).x).toBe(geometry.xOf(0))
  })

  it('draws the steps that were only run through before the cut, without gradients', () => {
    const { cells, input } = timeline.trace
    const led = createTimeline({ ...timeline.trace, lead: { steps: 4, input, oneHot: null, cells } })
    const wide = geometryOf(led, 824)
    const { nodes: before, edges: lines } = layOutColumn(led, null, wide, -3)
    expect(before.map(({ id, gradient }) => [id, gradient])).toEqual([
      [matrixId({ kind: 'x', t: -3 }), null],
      [matrixId(state(-3)), null],
    ])
    expect(lines.map(({ id }) => id)).toEqual([
      flowId({ kind: 'x', t: -3 }, state(-3)),
      flowId(state(-4), state(-3)),
    ])
    expect(columnsIn(wide, 0, 9999)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3])
    expect([wide.xOf(-4), wide.extent.width]).toEqual([0.6 * wide.column, 8.2 * wide.column])
    expect(spotOf(led, 0, wide).x).toBe(wide.xOf(-4))
  })

  it('shows whole columns and no bit of another one, whichever step is revealed', () => {
    const long = homeworkTimeline('part4')
    const sizes = { ...long.trace.sizes, steps: 30 }
    const thirty = { ...long, trace: { ...long.trace, sizes } }
    for (const width of [600, 824, 940, 1118, 1400]) {
      const drawn = geometryOf(thirty, width)
      const pane = { width, height: 200 }
      for (const step of [0, 11, 12, 29]) {
        const spot = { x: drawn.xOf(step), y: 0, width: NODE.width + 2 * drawn.column, height: NODE.height }
        const far = { scale: 1, x: -1e6, y: 0 }
        const { x } = clamped(revealing(far, alignedSpot(spot, drawn), pane), drawn.extent, pane)
        expect(drawn.xOf(step)).toBeGreaterThan(x)
        expect(drawn.xOf(step)).toBeLessThan(x + width)
        const edges = Array.from({ length: 30 }, (_, t) => [
          drawn.xOf(t) - NODE.width / 2,
          drawn.xOf(t) + NODE.width / 2,
        ])
        const cut = edges.filter(([left, right]) =>
          [x, x + width].some((edge) => left! < edge && edge < right!),
        )
        expect([width, cut]).toEqual([width, []])
      }
    }
  })

  it('draws the cuts of truncated BPTT on either side of the window', () => {
    const window = { firstStep: 4, seqLen: 12, tbptt: 4, isCarried: true }
    const truncated = { ...timeline, trace: { ...timeline.trace, window } }
    expect(cutsOf(truncated, geometry)).toEqual([
      geometry.xOf(0) - geometry.column / 2,
      geometry.xOf(3) + geometry.column / 2,
    ])
    expect(cutsOf(timeline, geometry)).toEqual([])
  })
})
