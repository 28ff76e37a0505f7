import type { HomeworkPart } from '../contract/homeworkParts'
import type { HomeworkReport } from '../contract/verify'
import { rnnBackward, rnnForward } from '../homework/rnn'
import type { CellCache, Parameters } from '../homework/rnnCell'
import { rnnCellBackward, rnnCellForward } from '../homework/rnnCell'
import { sumOfStack } from '../homework/rnnCellTorch'
import { computePart5 } from '../homework/part5'
import part1 from '../homework/reference/part1_cell_forward.json'
import part2 from '../homework/reference/part2_cell_backward.json'
import part3 from '../homework/reference/part3_forward.json'
import part4 from '../homework/reference/part4_backward.json'
import part5 from '../homework/reference/part5_numpy_vs_torch.json'
import type { Nested, Tensor } from '../homework/tensor'
import { fromNested } from '../homework/tensor'
import { comparedTensor } from './comparedTensor'

/**
 * Two programs that sum the same float64 numbers in different orders agree to this, relative to 1 + |want|.
 */
export const HOMEWORK_BOUND = 1e-12
/** One number of the handout has eight decimals only: half a unit of the last of them. */
const EIGHT_DECIMALS = 5e-9

type Compared = HomeworkReport['tensors'][number]
type Results = Readonly<Record<string, Tensor>>

/** Computes a part of the homework by the functions of `core/homework`, beside every number of its file. */
export function checkHomework(part: HomeworkPart): HomeworkReport {
  return { part, tensors: comparisons[part]() }
}

const comparisons: Readonly<Record<HomeworkPart, () => Compared[]>> = {
  part1() {
    const { inputs, outputs, printed } = part1
    const { aNext, ytPred } = rnnCellForward(
      fromNested(inputs.xt),
      fromNested(inputs.a_prev),
      parametersOf(inputs),
    )
    const results = { a_next: aNext, yt_pred: ytPred }
    return [...compare(results, outputs), ...comparePrinted(results, printed)]
  },
  part2AsPrinted: () => [
    ...compareCellBackward(part2.as_printed),
    ...comparePrinted(cellBackward(part2.as_printed), part2.printed_in_homework),
  ],
  part2AsWritten: () => [
    ...compareCellBackward(part2.as_written),
    ...comparePrinted(cellBackward(part2.as_written), part2.as_written.picked),
  ],
  part3() {
    const { inputs, outputs, printed } = part3
    const { a, yPred, caches } = rnnForward(fromNested(inputs.x), fromNested(inputs.a0), parametersOf(inputs))
    const results = { a, y_pred: yPred }
    return [
      ...compare(results, { a: outputs.a, y_pred: outputs.y_pred }),
      ...compareCaches(caches.steps, outputs.caches),
      ...comparePrinted({ ...results, x: caches.x }, { ...printed, 'x[1][3]': printed['caches[1][1][3]'] }),
    ]
  },
  part4() {
    const { inputs, forward, outputs, printed } = part4
    const { a, yPred, caches } = rnnForward(fromNested(inputs.x), fromNested(inputs.a0), parametersOf(inputs))
    const { dx, da0, dWax, dWaa, dba } = rnnBackward(fromNested(inputs.da), caches)
    const results = { dx, da0, dWax, dWaa, dba }
    return [
      ...compare({ a, y_pred: yPred }, { a: forward.a, y_pred: forward.y_pred }),
      ...compare(results, outputs),
      ...compareCaches(caches.steps, forward.caches),
      ...comparePrinted(results, printed),
    ]
  },
  part5() {
    const { torch } = part5
    const { cell, hidden } = computePart5()
    const results = {
      ...{ hidden: stacked(hidden), dx: stacked(cell.dxList) },
      ...{ dw_ih: sumOfStack(cell.dWIhStack), dw_hh: sumOfStack(cell.dWHhStack) },
      ...{ db_ih: sumOfStack(cell.dBIhStack), db_hh: sumOfStack(cell.dBHhStack) },
      dh0_extra: cell.gradH0,
    }
    return compare(results, torch)
  },
}

type CellBackward = typeof part2.as_printed

function forwardOf({ inputs }: CellBackward) {
  return rnnCellForward(fromNested(inputs.xt), fromNested(inputs.a_prev), parametersOf(inputs))
}

function cellBackward(variant: CellBackward) {
  const { cache } = forwardOf(variant)
  const { dxt, daPrev, dWax, dWaa, dba } = rnnCellBackward(fromNested(variant.inputs.da_next), cache)
  return { dxt, da_prev: daPrev, dWax, dWaa, dba }
}

function compareCellBackward(variant: CellBackward): Compared[] {
  const { aNext, ytPred } = forwardOf(variant)
  return [
    ...compare({ a_next: aNext, yt_pred: ytPred }, variant.forward),
    ...compare(cellBackward(variant), variant.outputs),
  ]
}

function compare(results: Results, wanted: Readonly<Record<string, Nested>>): Compared[] {
  return Object.entries(results).map(([name, got]) => ofGroup('results', name, got, fromNested(wanted[name])))
}

function compareCaches(
  steps: readonly CellCache[],
  wanted: readonly Readonly<Record<'a_next' | 'a_prev' | 'xt', Nested>>[],
): Compared[] {
  return steps.flatMap(({ aNext, aPrev, xt }, t) =>
    Object.entries({ a_next: aNext, a_prev: aPrev, xt }).map(([name, got]) =>
      ofGroup('caches', `caches[${t}].${name}`, got, fromNested(wanted[t][name as 'xt'])),
    ),
  )
}

/**
 * Lines of the handout such as `dx[1][2]`, which are elements, rows or columns of results. Those that print a
 * shape, or are no result's, are left out.
 */
function comparePrinted(results: Results, printed: Readonly<Record<string, Nested>>): Compared[] {
  return Object.entries(printed).flatMap(([line, value]) => {
    const [, name = '', places = ''] = /^(\w+)((?:\[\d+\])+)$/.exec(line) ?? []
    if (!Object.hasOwn(results, name)) return []
    const index = [...places.matchAll(/\d+/g)].map(([place]) => Number(place))
    const want = fromNested(value)
    const isRounded = [...want.data].some((each) => each === Number(each.toFixed(8)))
    return [
      ofGroup('printed', line, partOf(results[name], index), want, isRounded ? EIGHT_DECIMALS : undefined),
    ]
  })
}

/** What `tensor[i][j]` is in numpy. */
function partOf(tensor: Tensor, index: readonly number[]): Tensor {
  const shape = tensor.shape.slice(index.length)
  const size = shape.reduce((product, length) => product * length, 1)
  const first = index.reduce((offset, i, axis) => offset * tensor.shape[axis] + i, 0) * size
  return { shape, data: tensor.data.slice(first, first + size) }
}

function ofGroup(
  group: Compared['group'],
  name: string,
  got: Tensor,
  want: Tensor,
  bound = HOMEWORK_BOUND,
): Compared {
  return { group, ...comparedTensor(name, got.data, want.data, want.shape, { bound }) }
}

/** Tensors of one shape, one upon the other. */
function stacked(tensors: readonly Tensor[]): Tensor {
  const [{ shape }] = tensors
  const data = Float64Array.from(tensors.flatMap(({ data: each }) => [...each]))
  return { shape: [tensors.length, ...shape], data }
}

function parametersOf(inputs: Readonly<Record<'Wax' | 'Waa' | 'Wya' | 'ba' | 'by', Nested>>): Parameters {
  const { Wax, Waa, Wya, ba, by } = inputs
  return {
    ...{ Wax: fromNested(Wax), Waa: fromNested(Waa), Wya: fromNested(Wya) },
    ...{ ba: fromNested(ba), by: fromNested(by) },
  }
}
