import type { Item } from '../../../core/explain/flow'
import { cellFlowMagnitude, flowFromAbove, flowMagnitude, magnitude } from '../../../core/explain/flow'
import type { Matrix } from '../../../core/explain/matrix'
import { OutputStep } from '../../../core/explain/output'
import type { Walk } from '../../../core/explain/steps'
import type { NetworkGeometry } from './networkGeometry'
import { NODE, SMALL } from './networkGeometry'

/** A box of the picture. */
export interface NetworkNode {
  readonly id: string
  readonly kind: 'input' | 'cell' | 'output'
  /** From 0 within the pass, negative before it. */
  readonly t: number
  readonly x: number
  readonly y: number
  readonly value: Matrix
  readonly gradient: Matrix | null
  /** The steps that compute its value and its gradient; -1 if none does. */
  readonly forwardIndex: number
  readonly backwardIndex: number
}

/** A line of the picture, with the size of what it carries. */
export interface NetworkEdge {
  readonly id: string
  readonly direction: 'forward' | 'backward'
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
/** How far from a cell's middle each of its lines to the neighbours runs; those of the cell state outside. */
const LANES = { c: -13, h: -6, dh: 7, dc: 14 }

/** The boxes of step t, and the lines that lead to them from below and from the step before. */
export function layOutColumn(walked: Walk, item: Item, geometry: NetworkGeometry, t: number): NetworkColumn {
  const { scene, trace, indexOf } = walked
  const { xOf, rowY, outputY, inputY } = geometry
  const { numLayers, numDirections } = trace.sizes
  const x = xOf(t)
  const nodes: NetworkNode[] = []
  const edges: NetworkEdge[] = []

  function line(
    id: string,
    direction: NetworkEdge['direction'],
    [x1, y1, x2, y2]: readonly number[],
    size: () => number,
    index: number,
  ): void {
    // No gradient flows back over the cut before the pass.
    if (direction === 'backward' && t < 0) return
    edges.push({ id, direction, d: `M${x1} ${y1}L${x2} ${y2}`, magnitude: size(), index })
  }

  const inputIndex = indexOf(`backward.${numDirections - 1}.${t}`)
  const input = scene.input(0, t)
  const equations = walked.steps[inputIndex]?.equations ?? []
  const gradInput = equations.find(({ result }) => result.key === 'dx')?.result ?? null
  nodes.push({
    id: `x.${t}`,
    kind: 'input',
    t,
    x,
    y: inputY,
    value: input,
    gradient: gradInput,
    forwardIndex: indexOf(`forward.0.${t}`),
    backwardIndex: inputIndex,
  })

  trace.cells.forEach((cell, k) => {
    const y = rowY(k)
    const foot = y + NODE.height / 2
    const [made, undone] = [indexOf(`forward.${k}.${t}`), indexOf(`backward.${k}.${t}`)]
    nodes.push({
      id: `h.${k}.${t}`,
      kind: 'cell',
      t,
      x,
      y,
      value: scene.h(k, t),
      gradient: t < 0 ? null : scene.gradH(k, t),
      forwardIndex: made,
      backwardIndex: undone,
    })
    if (cell.layer === 0) {
      const top = inputY - SMALL.height / 2
      line(`up.${k}.${t}`, 'forward', [x - OFFSET, top, x - OFFSET, foot], () => magnitude(input, item), made)
      const down = (): number => (gradInput ? magnitude(gradInput, item) : 0)
      line(`down.${k}.${t}`, 'backward', [x + OFFSET, foot, x + OFFSET, top], down, undone)
    } else {
      const below = [...trace.cells.keys()].filter((each) => trace.cells[each]!.layer === cell.layer - 1)
      below.forEach((each, b) => {
        const top = rowY(each) - NODE.height / 2
        const size = (): number => magnitude(scene.h(each, t), item)
        const flow = (): number => flowFromAbove(scene, each, t, item)
        line(`up.${k}.${t}.${b}`, 'forward', [x - OFFSET, top, x - OFFSET, foot], size, made)
        line(`down.${k}.${t}.${b}`, 'backward', [x + OFFSET, foot, x + OFFSET, top], flow, undone)
      })
    }

    const before = scene.before(k, t)
    const side = cell.isReversed ? 1 : -1
    const [near, far] = [x + (side * NODE.width) / 2, xOf(before) - (side * NODE.width) / 2]
    const along = (name: string, forward: () => number, back: () => number): void => {
      const [at, backAt] = name === 'c' ? [LANES.c, LANES.dc] : [LANES.h, LANES.dh]
      line(`right.${name}.${k}.${t}`, 'forward', [far, y + at, near, y + at], forward, made)
      line(`left.${name}.${k}.${t}`, 'backward', [near, y + backAt, far, y + backAt], back, undone)
    }
    along(
      'h',
      () => magnitude(scene.h(k, before), item),
      () => flowMagnitude(scene, k, t, item),
    )
    if (!cell.c) return
    along(
      'c',
      () => magnitude(scene.c(k, before), item),
      () => cellFlowMagnitude(scene, k, t, item),
    )
  })

  if (trace.output.steps.includes(t)) {
    const output = new OutputStep(scene, t)
    const [made, undone] = [indexOf(`output.${t}`), indexOf(`backward.${scene.firstTopCell}.${t}`)]
    nodes.push({
      id: `s.${t}`,
      kind: 'output',
      t,
      x,
      y: outputY,
      value: output.score,
      gradient: output.hasLoss ? output.gradScore : null,
      forwardIndex: made,
      backwardIndex: undone,
    })
    const top = rowY(trace.cells.length - 1) - NODE.height / 2
    const foot = outputY + SMALL.height / 2
    const h = (): number => magnitude(scene.output(numLayers - 1, t), item)
    line(`score.${t}`, 'forward', [x - OFFSET, top, x - OFFSET, foot], h, made)
    const flow = (): number => flowFromAbove(scene, scene.firstTopCell, t, item)
    line(`dscore.${t}`, 'backward', [x + OFFSET, foot, x + OFFSET, top], flow, undone)
  }
  return { t, nodes, edges }
}

/** The largest norms of states, and of gradients, over all steps: what thickness is measured by. */
export function largestMagnitudes({ scene, trace }: Walk, item: Item): { forward: number; backward: number } {
  let [forward, backward] = [0, 0]
  trace.cells.forEach((cell, k) => {
    for (let t = -scene.numLead; t < trace.sizes.steps; t++) {
      forward = Math.max(forward, magnitude(scene.h(k, t), item))
      if (t >= 0) backward = Math.max(backward, magnitude(scene.gradH(k, t), item))
      if (!cell.c) continue
      forward = Math.max(forward, magnitude(scene.c(k, t), item))
      if (t >= 0) backward = Math.max(backward, magnitude(scene.gradC(k, t), item))
    }
  })
  return { forward, backward }
}

/** Decades that the thickness of a gradient's line spans. */
export const DECADES = 6

/** Thickness, 0 to 1: states by their share, gradients by the decades that they lie below the largest. */
export function thickness(direction: NetworkEdge['direction'], size: number, largest: number): number {
  if (!(size > 0) || !(largest > 0)) return 0
  if (direction === 'forward') return Math.min(1, size / largest)
  return Math.min(1, Math.max(0.04, 1 + Math.log10(size / largest) / DECADES))
}
