import type { Item } from '../../../core/trace/flow'
import { flowFromAbove, flowMagnitude, magnitude } from '../../../core/trace/flow'
import type { Matrix } from '../../../core/trace/matrix'
import { OutputStep } from '../../../core/trace/output'
import type { Walk } from '../../../core/trace/steps'

/** A box of the picture. */
export interface NetworkNode {
  readonly id: string
  readonly kind: 'input' | 'cell' | 'output'
  readonly cell: number | null
  /** From 0 within the pass. */
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

export interface NetworkLayout {
  readonly width: number
  readonly height: number
  /** Steps in sight, t from 0 within the pass, and where each stands. */
  readonly columns: readonly { readonly t: number; readonly x: number }[]
  readonly rows: readonly { readonly id: string; readonly cell: number | null; readonly y: number }[]
  readonly nodes: readonly NetworkNode[]
  readonly edges: readonly NetworkEdge[]
  /** Where a gradient is cut by truncated BPTT: x of the lines in sight. */
  readonly cuts: readonly number[]
  readonly hasMoreBefore: boolean
  readonly hasMoreAfter: boolean
}

export const NODE = { width: 58, height: 32 }
const SMALL = 20
const COLUMN = { min: 92, max: 150 }
const GUTTER = 76
/** Between two rows: less where there are several. */
const GAP = { one: 16, more: 9 }
const AXIS = 22
const OFFSET = 9

/** The unrolled network around a step, as many columns as fit. */
export function layOut(walked: Walk, item: Item, around: number, width: number): NetworkLayout {
  const { scene, trace, indexOf } = walked
  const { steps, numLayers, numDirections } = trace.sizes
  const numColumns = Math.max(1, Math.min(steps, Math.floor((width - GUTTER) / COLUMN.min - 0.4)))
  const column = Math.min(COLUMN.max, Math.max(COLUMN.min, (width - GUTTER) / (numColumns + 0.4)))
  const first = Math.min(Math.max(around - Math.floor(numColumns / 2), 0), steps - numColumns)
  const xOf = (t: number): number => GUTTER + column * (t - first + 0.5) + column * 0.2
  const columns = Array.from({ length: numColumns }, (_, i) => ({ t: first + i, x: xOf(first + i) }))
  const isIn = (t: number): boolean => t >= first && t < first + numColumns

  const gap = trace.cells.length === 1 ? GAP.one : GAP.more
  const rowY = (k: number): number =>
    SMALL + gap + (trace.cells.length - 1 - k) * (NODE.height + gap) + NODE.height / 2 + 2
  const outputY = SMALL / 2 + 2
  const inputY = rowY(0) + NODE.height / 2 + gap + SMALL / 2
  const height = inputY + SMALL / 2 + AXIS
  const hasLoss = trace.output.gradScores !== null
  const inputIndex = (t: number): number => indexOf(`backward.${numDirections - 1}.${t}`)

  const nodes: NetworkNode[] = []
  const edges: NetworkEdge[] = []
  const line = (
    id: string,
    direction: NetworkEdge['direction'],
    [x1, y1, x2, y2]: readonly number[],
    size: number,
    index: number,
  ): void => void edges.push({ id, direction, d: `M${x1} ${y1}L${x2} ${y2}`, magnitude: size, index })

  for (const { t, x } of columns) {
    const inputMatrix = scene.input(0, t)
    const equations = walked.steps[inputIndex(t)]?.equations ?? []
    const dx = equations.find(({ result }) => result.key === 'dx')?.result ?? null
    nodes.push({
      id: `x.${t}`,
      kind: 'input',
      cell: null,
      t,
      x,
      y: inputY,
      value: inputMatrix,
      gradient: dx,
      forwardIndex: indexOf(`forward.0.${t}`),
      backwardIndex: inputIndex(t),
    })

    trace.cells.forEach((cell, k) => {
      const y = rowY(k)
      const h = scene.h(k, t)
      const [made, undone] = [indexOf(`forward.${k}.${t}`), indexOf(`backward.${k}.${t}`)]
      nodes.push({
        id: `h.${k}.${t}`,
        kind: 'cell',
        cell: k,
        t,
        x,
        y,
        value: h,
        gradient: scene.gradH(k, t),
        forwardIndex: made,
        backwardIndex: undone,
      })
      const below =
        cell.layer === 0
          ? [inputY - SMALL / 2]
          : lowerRows(cell.layer).map((each) => rowY(each) - NODE.height / 2)
      below.forEach((y1, b) => {
        const source = cell.layer === 0 ? inputMatrix : scene.h(lowerRows(cell.layer)[b]!, t)
        const foot = y + NODE.height / 2
        line(
          `up.${k}.${t}.${b}`,
          'forward',
          [x - OFFSET, y1, x - OFFSET, foot],
          magnitude(source, item),
          made,
        )
        const down =
          cell.layer === 0
            ? dx && magnitude(dx, item)
            : flowFromAbove(scene, lowerRows(cell.layer)[b]!, t, item)
        line(`down.${k}.${t}.${b}`, 'backward', [x + OFFSET, foot, x + OFFSET, y1], down ?? 0, undone)
      })

      const before = scene.before(k, t)
      const from = isIn(before) ? xOf(before) : cell.isReversed ? x + column : x - column
      const side = cell.isReversed ? 1 : -1
      const [near, far] = [x + (side * NODE.width) / 2, from - (side * NODE.width) / 2]
      const state = scene.h(k, before)
      line(`right.${k}.${t}`, 'forward', [far, y - 6, near, y - 6], magnitude(state, item), made)
      const back = flowMagnitude(scene, k, t, item)
      line(`left.${k}.${t}`, 'backward', [near, y + 7, far, y + 7], back, undone)
    })

    if (trace.output.steps.includes(t)) {
      const output = new OutputStep(scene, t)
      const made = indexOf(`output.${t}`)
      nodes.push({
        id: `s.${t}`,
        kind: 'output',
        cell: null,
        t,
        x,
        y: outputY,
        value: output.score,
        gradient: hasLoss ? output.gradScore : null,
        forwardIndex: made,
        backwardIndex: indexOf(`backward.${scene.firstTopCell}.${t}`),
      })
      const top = rowY(trace.cells.length - 1) - NODE.height / 2
      const [up, down] = [x - OFFSET, x + OFFSET]
      const foot = outputY + SMALL / 2
      const h = scene.output(numLayers - 1, t)
      line(`score.${t}`, 'forward', [up, top, up, foot], magnitude(h, item), made)
      const flow = flowFromAbove(scene, scene.firstTopCell, t, item)
      line(
        `dscore.${t}`,
        'backward',
        [down, foot, down, top],
        flow,
        indexOf(`backward.${scene.firstTopCell}.${t}`),
      )
    }
  }

  const { isCarried, firstStep, seqLen } = trace.window
  const cutBefore = isCarried && isIn(0) ? [xOf(0) - column / 2] : []
  const cutAfter = firstStep + steps < seqLen && isIn(steps - 1) ? [xOf(steps - 1) + column / 2] : []
  return {
    width: GUTTER + column * (numColumns + 0.4),
    height,
    columns,
    rows: [
      { id: 'output', cell: null, y: outputY },
      ...trace.cells.map((_, k) => ({ id: `cell.${k}`, cell: k, y: rowY(k) })),
      { id: 'input', cell: null, y: inputY },
    ],
    nodes,
    edges,
    cuts: [...cutBefore, ...cutAfter],
    hasMoreBefore: first > 0,
    hasMoreAfter: first + numColumns < steps,
  }

  function lowerRows(layer: number): number[] {
    return [...trace.cells.keys()].filter((k) => trace.cells[k]!.layer === layer - 1)
  }
}

/** The largest norms of states and of gradients over the whole pass: what thickness is measured by. */
export function largestMagnitudes({ scene, trace }: Walk, item: Item): { forward: number; backward: number } {
  let [forward, backward] = [0, 0]
  trace.cells.forEach((_, k) => {
    for (let t = 0; t < trace.sizes.steps; t++) {
      forward = Math.max(forward, magnitude(scene.h(k, t), item))
      backward = Math.max(backward, magnitude(scene.gradH(k, t), item))
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
