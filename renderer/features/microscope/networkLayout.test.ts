import { describe, expect, it } from 'vitest'
import { homeworkWalk } from '../../../core/explain/homework'
import { walk } from '../../../core/explain/steps'
import { columnsIn, cutsOf, geometryOf, spotOf } from './networkGeometry'
import { largestMagnitudes, layOutColumn, thickness } from './networkLayout'

const walked = homeworkWalk('part4')
const geometry = geometryOf(walked, 824)

describe('the unrolled network', () => {
  const columns = [0, 1, 2, 3].map((t) => layOutColumn(walked, null, geometry, t))
  const nodes = columns.flatMap((column) => column.nodes)
  const edges = columns.flatMap((column) => column.edges)

  it('has a column a step, with input, state and output', () => {
    expect(nodes.map(({ id }) => id).slice(0, 3)).toEqual(['x.0', 'h.0.0', 's.0'])
    expect(nodes).toHaveLength(12)
    expect(new Set(nodes.map(({ x }) => x)).size).toBe(4)
    expect(Math.max(...nodes.map(({ x }) => x))).toBeLessThan(geometry.extent.width)
  })

  it('leads from a box to the steps that compute it', () => {
    const state = nodes.find(({ id }) => id === 'h.0.2')!
    expect(walked.steps[state.forwardIndex]?.id).toBe('forward.0.2')
    expect(walked.steps[state.backwardIndex]?.id).toBe('backward.0.2')
  })

  it('carries states forward and gradients back between neighbours', () => {
    const ids = edges.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining(['right.h.0.1', 'left.h.0.1', 'up.0.1', 'down.0.1', 'score.1', 'dscore.1']),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(edges.every(({ magnitude }) => Number.isFinite(magnitude))).toBe(true)
  })

  it('carries an LSTM’s cell state beside its state, and its gradient back', () => {
    expect(edges.some(({ id }) => id.startsWith('right.c'))).toBe(false)
    const { trace } = walked
    const [cell] = trace.cells
    const c = { ...cell!.h, data: cell!.h.data.map((value) => 3 * value) }
    const zeros = { shape: cell!.gates.shape, data: new Float64Array(4 * cell!.gates.data.length) }
    const kept = { ...cell!, c, gradC: cell!.gradH, gradC0: cell!.gradH0, extra: cell!.gradH, gates: zeros }
    const lstm = walk({ ...trace, cell: 'lstm', cells: [{ ...kept, gradGates: zeros }] })
    const lines = layOutColumn(lstm, null, geometry, 2).edges
    const sizes = ['right.h.0.2', 'right.c.0.2', 'left.c.0.2'].map(
      (id) => lines.find((line) => line.id === id)!.magnitude,
    )
    expect(sizes[1]).toBeCloseTo(3 * sizes[0]!)
    expect(sizes[2]).toBe(0)
    expect(largestMagnitudes(lstm, null).forward).toBeGreaterThan(largestMagnitudes(walked, null).forward)
  })

  it('has columns of a readable width, and fills a pane with them', () => {
    expect(geometryOf(walked, 100).column).toBe(92)
    expect(geometryOf(walked, 600).extent.width).toBeCloseTo(600)
  })

  it('lays out what is in sight, and its neighbours', () => {
    const narrow = geometryOf(walked, 100)
    expect(columnsIn(narrow, 0, 50)).toEqual([0, 1])
    expect(columnsIn(narrow, 200, 60)).toEqual([0, 1, 2, 3])
    expect(columnsIn(narrow, 300, 60)).toEqual([1, 2, 3])
  })

  it('goes to the box that a step is about, and to the turn for outputs and the loss', () => {
    const at = (id: string) => spotOf(walked, walked.indexOf(id), geometry)
    expect(at('forward.0.1')).toMatchObject({ x: geometry.xOf(1), y: geometry.rowY(0) })
    expect(at('output.2')).toMatchObject({ x: geometry.xOf(2), y: geometry.outputY })
    expect(at('start').x).toBe(geometry.xOf(0))
    expect(at('gradients.0').x).toBe(geometry.xOf(0))
  })

  it('draws the steps that were only run through before the cut, without gradients', () => {
    const { cells, input } = walked.trace
    const led = walk({ ...walked.trace, lead: { steps: 4, input, cells } })
    const wide = geometryOf(led, 824)
    const { nodes: before, edges: lines } = layOutColumn(led, null, wide, -3)
    expect(before.map(({ id, gradient }) => [id, gradient])).toEqual([
      ['x.-3', null],
      ['h.0.-3', null],
    ])
    expect(lines.map(({ id }) => id)).toEqual(['up.0.-3', 'right.h.0.-3'])
    expect(columnsIn(wide, 0, 9999)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3])
    expect([wide.xOf(-4), wide.extent.width]).toEqual([0.7 * wide.column, 8.4 * wide.column])
    expect(spotOf(led, 0, wide).x).toBe(wide.xOf(-4))
  })

  it('draws the cuts of truncated BPTT on either side of the window', () => {
    const window = { firstStep: 4, seqLen: 12, tbptt: 4, isCarried: true }
    const truncated = { ...walked, trace: { ...walked.trace, window } }
    expect(cutsOf(truncated, geometry)).toEqual([
      geometry.xOf(0) - geometry.column / 2,
      geometry.xOf(3) + geometry.column / 2,
    ])
    expect(cutsOf(walked, geometry)).toEqual([])
  })
})

it('thickness is the share of the largest state, and counts decades of gradients', () => {
  expect(thickness('forward', 1, 4)).toBe(0.25)
  expect(thickness('backward', 1e-3, 1)).toBeCloseTo(0.5)
  expect(thickness('backward', 1e-30, 1)).toBe(0.04)
  expect(thickness('backward', 0, 1)).toBe(0)
  expect(largestMagnitudes(walked, 2).backward).toBeGreaterThan(0)
})
