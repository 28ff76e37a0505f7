import type { Item } from '../../../core/explain/flow'
import { cellFlowMagnitude, flowFromAbove, flowMagnitude, magnitude } from '../../../core/explain/flow'
import type { Matrix } from '../../../core/explain/matrix'
import type { MatrixRef } from '../../../core/explain/matrixRef'
import { matrixId } from '../../../core/explain/matrixRef'
import { OutputStep } from '../../../core/explain/outputStep'
import { stepId } from '../../../core/explain/stepId'
import type { Timeline } from '../../../core/explain/timeline'

/** The steps at which something is computed forward, and its gradient backward; -1 if none does. */
interface Indices {
  readonly forwardIndex: number
  readonly backwardIndex: number
}

/** What a box of the network shows. */
export interface NetworkValue extends Indices {
  /** Of the matrix that it shows. */
  readonly id: string
  readonly kind: 'input' | 'cell' | 'output'
  /** Index in `trace.cells`, of a cell alone. */
  readonly cell: number | null
  /** From 0 within the pass, negative before it. */
  readonly t: number
  readonly value: Matrix
  readonly gradient: Matrix | null
}

/** Between which boxes something flows. */
export type Route =
  | { readonly kind: 'inputToCell'; readonly to: number }
  | { readonly kind: 'cellToCell'; readonly from: number; readonly to: number }
  | { readonly kind: 'cellToOutput' }
  | { readonly kind: 'overTime'; readonly cell: number; readonly of: 'h' | 'c' }

interface Flow {
  readonly id: string
  /** The norm of what flows. */
  size(): number
}

/** What flows both ways between two boxes: values forward, gradients backward. */
export interface Connection extends Indices {
  readonly route: Route
  readonly forward: Flow
  readonly backward: Flow
}

/** The boxes of step t, and what flows to them from below and from the step before. */
export interface ColumnFlow {
  readonly values: readonly NetworkValue[]
  readonly connections: readonly Connection[]
}

/** The id of what flows from one matrix into another. */
export function flowId(from: MatrixRef, to: MatrixRef): string {
  return [matrixId(from), matrixId(to)].join(' > ')
}

export function columnFlow(timeline: Timeline, item: Item, t: number): ColumnFlow {
  const { trace } = timeline
  const input = inputValue(timeline, t)
  const cells = [...trace.cells.keys()]
  const hasOutput = trace.output.steps.includes(t)
  return {
    values: [
      input,
      ...cells.map((k) => cellValue(timeline, k, t)),
      ...(hasOutput ? [outputValue(timeline, t)] : []),
    ],
    connections: [
      ...cells.flatMap((k) => [
        ...(trace.cells[k]!.layer === 0
          ? [fromInput(timeline, item, k, input)]
          : fromLayerBelow(timeline, item, k, t)),
        ...fromStepBefore(timeline, item, k, t),
      ]),
      ...(hasOutput ? [toOutput(timeline, item, t)] : []),
    ],
  }
}

function inputValue({ symbols, trace, steps, indexOf }: Timeline, t: number): NetworkValue {
  const value = symbols.input(0, t)
  // The last direction of the first layer completes dx_t.
  const backwardIndex = indexOf(stepId('backward', trace.sizes.numDirections - 1, t))
  const equations = steps[backwardIndex]?.equations ?? []
  const gradient = equations.find(({ result }) => result.ref.kind === 'dx')?.result ?? null
  const forwardIndex = indexOf(stepId('forward', 0, t))
  return { id: value.id, kind: 'input', cell: null, t, value, gradient, forwardIndex, backwardIndex }
}

function cellValue(timeline: Timeline, k: number, t: number): NetworkValue {
  const { symbols } = timeline
  const value = symbols.h(k, t)
  const gradient = t < 0 ? null : symbols.gradH(k, t)
  return { id: value.id, kind: 'cell', cell: k, t, value, gradient, ...cellIndices(timeline, k, t) }
}

function outputValue(timeline: Timeline, t: number): NetworkValue {
  const { score: value, gradScore: gradient } = new OutputStep(timeline.symbols, t)
  return { id: value.id, kind: 'output', cell: null, t, value, gradient, ...outputIndices(timeline, t) }
}

function fromInput(timeline: Timeline, item: Item, k: number, input: NetworkValue): Connection {
  const { t, value, gradient } = input
  return {
    route: { kind: 'inputToCell', to: k },
    ...cellIndices(timeline, k, t),
    forward: { id: flowId(value.ref, { kind: 'h', cell: k, t }), size: () => magnitude(value, item) },
    backward: {
      id: flowId({ kind: 'dh', cell: k, t }, { kind: 'dx', t }),
      size: () => (gradient ? magnitude(gradient, item) : 0),
    },
  }
}

function fromLayerBelow(timeline: Timeline, item: Item, k: number, t: number): Connection[] {
  const { symbols, trace } = timeline
  const layerBelow = symbols.cell(k).layer - 1
  const below = [...trace.cells.keys()].filter((each) => symbols.cell(each).layer === layerBelow)
  return below.map((each) => ({
    route: { kind: 'cellToCell', from: each, to: k },
    ...cellIndices(timeline, k, t),
    forward: {
      id: flowId({ kind: 'h', cell: each, t }, { kind: 'h', cell: k, t }),
      size: () => magnitude(symbols.h(each, t), item),
    },
    backward: {
      id: flowId({ kind: 'dh', cell: k, t }, { kind: 'dh', cell: each, t }),
      size: () => flowFromAbove(symbols, each, t, item),
    },
  }))
}

function fromStepBefore(timeline: Timeline, item: Item, k: number, t: number): Connection[] {
  const { symbols } = timeline
  const before = symbols.before(k, t)
  const indices = cellIndices(timeline, k, t)
  const along = (of: 'h' | 'c', forward: () => number, backward: () => number): Connection => {
    const gradient = of === 'h' ? 'dh' : 'dc'
    return {
      route: { kind: 'overTime', cell: k, of },
      ...indices,
      forward: { id: flowId({ kind: of, cell: k, t: before }, { kind: of, cell: k, t }), size: forward },
      backward: {
        id: flowId({ kind: gradient, cell: k, t }, { kind: gradient, cell: k, t: before }),
        size: backward,
      },
    }
  }
  const state = along(
    'h',
    () => magnitude(symbols.h(k, before), item),
    () => flowMagnitude(symbols, k, t, item),
  )
  if (!symbols.cell(k).c) return [state]
  const cellState = along(
    'c',
    () => magnitude(symbols.c(k, before), item),
    () => cellFlowMagnitude(symbols, k, t, item),
  )
  return [state, cellState]
}

function toOutput(timeline: Timeline, item: Item, t: number): Connection {
  const { symbols, trace } = timeline
  const state = symbols.output(trace.sizes.numLayers - 1, t)
  const { firstTopCell } = symbols
  return {
    route: { kind: 'cellToOutput' },
    ...outputIndices(timeline, t),
    forward: { id: flowId(state.ref, { kind: 'score', t }), size: () => magnitude(state, item) },
    backward: {
      id: flowId({ kind: 'dScore', t }, { kind: 'dh', cell: firstTopCell, t }),
      size: () => flowFromAbove(symbols, firstTopCell, t, item),
    },
  }
}

function cellIndices({ indexOf }: Timeline, k: number, t: number): Indices {
  return { forwardIndex: indexOf(stepId('forward', k, t)), backwardIndex: indexOf(stepId('backward', k, t)) }
}

function outputIndices({ symbols, indexOf }: Timeline, t: number): Indices {
  return {
    forwardIndex: indexOf(stepId('output', t)),
    backwardIndex: indexOf(stepId('backward', symbols.firstTopCell, t)),
  }
}
