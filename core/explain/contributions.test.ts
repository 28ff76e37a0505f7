import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Matrix } from './matrix'
import { originOf } from './elementRef'
import { accumulatedStage } from './gradients'
import { homeworkTimeline } from './homework'
import { explain } from './lookup'
import type { CellParameter } from './parameterSymbols'
import { stepId } from './stepId'
import type { Timeline } from './timeline'
import { createTimeline } from './timeline'
import { matrixOf, stepAt } from './timeline.testing'
import { small, traceOf } from '../replay/trace.testing'

type Model = ExperimentInput['model']
const stacked: Partial<Model> = { numLayers: 2 }
const both: Partial<Model> = { numLayers: 2, bidirectional: true }
const cases: [name: string, model: Model, rest?: Partial<ExperimentInput>][] = [
  ['rnn', { cell: 'rnn' }],
  ['rnn without bias', { cell: 'rnn', bias: false }],
  ['rnn, stacked and bidirectional', { cell: 'rnn', ...both }],
  ['residual', { cell: 'residual' }],
  ['residual, scaled', { cell: 'residual', residualScale: 0.3 }],
  ['residual, stacked', { cell: 'residual', ...stacked }],
  ['gru, reset after', { cell: 'gru' }],
  ['gru, reset before', { cell: 'gru', gruVariant: 'resetBefore' }],
  ['gru, stacked and bidirectional', { cell: 'gru', ...both }],
  ['lstm', { cell: 'lstm' }],
  ['lstm, stacked and bidirectional', { cell: 'lstm', ...both }],
  ['lstm, clipped inside', { cell: 'lstm' }, { clip: { mode: 'step', threshold: 0.01 } }],
  ...(['rnn', 'residual', 'gru', 'lstm'] as const).map((cell): [string, Model, Partial<ExperimentInput>] => [
    `${cell}, truncated`,
    { cell },
    { train: { batch: 2, updates: 10, tbptt: 4 } },
  ]),
]

const numbers = (matrix: Matrix): number[] =>
  Array.from({ length: matrix.rows * matrix.cols }, (_, i) =>
    matrix.at(Math.floor(i / matrix.cols), i % matrix.cols),
  )

interface BlockGradient {
  readonly block: { readonly parameter: CellParameter; readonly gate: number; readonly cell: number }
  readonly cached: Matrix
}

/** Every gate's block of every parameter of a cell, and the gradient that training has. */
function gradients({ symbols }: Timeline, k: number): BlockGradient[] {
  const stage = accumulatedStage(symbols)
  const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const
  return symbols.gates.flatMap((_, q) =>
    names.flatMap((parameter) => {
      const cached = symbols.parameters.block(parameter, k, q, stage)
      return cached ? [{ block: { parameter, gate: q, cell: k }, cached }] : []
    }),
  )
}

describe.each(cases)("contributions to the parameters' gradients: %s", (_name, model, rest = {}) => {
  const timeline = createTimeline(traceOf(small(model, rest)))
  const { steps, trace } = timeline
  const times = [...Array(trace.sizes.steps).keys()]

  it('add up over all steps to the gradient that training has, to rounding', () => {
    trace.cells.forEach((_, k) => {
      for (const { block, cached } of gradients(timeline, k)) {
        const total = numbers(cached).map(() => 0)
        for (const t of times) {
          const step = stepAt(timeline, stepId('backward', k, t))
          const contribution = matrixOf(step, { kind: 'contribution', ...block, t })
          numbers(contribution).forEach((value, i) => (total[i] += value))
        }
        const size = Math.max(...numbers(cached).map(Math.abs))
        total.forEach((value, i) =>
          expect(Math.abs(value - numbers(cached)[i]), JSON.stringify(block)).toBeLessThanOrEqual(
            1e-14 * size + 1e-300,
          ),
        )
      }
    })
  })

  it('have added up to that gradient where the backward pass through a cell ends', () => {
    trace.cells.forEach(({ isReversed }, k) => {
      const last = isReversed ? times.length - 1 : 0
      const end = stepAt(timeline, stepId('backward', k, last))
      for (const { block, cached } of gradients(timeline, k)) {
        const sum = numbers(matrixOf(end, { kind: 'accumulated', ...block, t: last }))
        const size = Math.max(...numbers(cached).map(Math.abs))
        numbers(cached).forEach((value, i) =>
          expect(Math.abs(value - sum[i]), JSON.stringify(block)).toBeLessThanOrEqual(1e-14 * size + 1e-300),
        )
      }
    })
  })

  it('are explained element by element, with the sum so far', () => {
    for (const step of steps.filter(({ phase }) => phase === 'backward')) {
      for (const { result, operands, addsTo } of step.equations.filter((line) => line.addsTo)) {
        const contribution = operands.find(({ ref }) => ref.kind === 'contribution')!
        const before = operands.find(({ key }) => key === result.key)
        const last = [contribution.rows - 1, contribution.cols - 1] as const
        const explained = explain(timeline, step, contribution, ...last)!
        expect(addsTo).toBeDefined()
        expect(contribution.ref).toEqual({ ...result.ref, kind: 'contribution' })
        expect(explained.terms).toHaveLength(trace.sizes.batch)
        expect(explained.computed).toBe(contribution.at(...last))
        expect(contribution.at(...last) + (before?.at(...last) ?? 0)).toBe(result.at(...last))
      }
    }
  })
})

it('names a contribution by its step, and the sum by the steps that it covers', () => {
  const timeline = createTimeline(traceOf(small({ cell: 'lstm' })))
  const lines = stepAt(timeline, stepId('backward', 0, 4)).equations.filter(({ addsTo }) => addsTo)
  // Of the cell's parameters, and of the output layer's.
  expect(lines).toHaveLength(16 + 2)
  expect(lines.at(-2)!.result.name.text).toBe('dhead.weight, t>=5')
  expect(lines[0].tex).toBe(
    '\\mathrm{d}W_{ii}\\vert_{\\ge5} = \\mathrm{d}W_{ii}\\vert_{\\ge6} + \\mathrm{d}W_{ii}\\vert_{5}, \\quad ' +
      '\\mathrm{d}W_{ii}\\vert_{5} = \\mathrm{d}a_{i,5}\\,x_{5}^{\\top}',
  )
  expect(lines[0].result.name.text).toBe('dweight_ih[i], t>=5')
})

it('counts the steps of the reverse direction from the start', () => {
  const timeline = createTimeline(traceOf(small({ cell: 'rnn', bidirectional: true })))
  const [line] = stepAt(timeline, stepId('backward', 1, 4)).equations.filter(({ addsTo }) => addsTo)
  expect(line.result.name.text).toBe('dweight_ih_l0_reverse, t<=5')
  expect(line.operands[0].name.text).toBe('dweight_ih_l0_reverse, t<=4')
})

it('is the same sum whichever step is opened first', () => {
  const { trace } = homeworkTimeline('part4')
  const block = { parameter: 'weight_hh', gate: 0, cell: 0 }
  const sumAt = (timeline: Timeline, t: number): number[] =>
    numbers(matrixOf(stepAt(timeline, stepId('backward', 0, t)), { kind: 'accumulated', ...block, t }))
  const jumped = sumAt(createTimeline(trace), 0)
  const opened = createTimeline(trace)
  const stepped = [3, 2, 1, 0].map((t) => sumAt(opened, t)).at(-1)
  expect(stepped).toEqual(jumped)
})

describe('the gradient of a parameter', () => {
  it.each<[string, Model]>([
    ['rnn, both directions', { cell: 'rnn', bidirectional: true }],
    ['gru', { cell: 'gru' }],
    ['lstm', { cell: 'lstm', numLayers: 2 }],
  ])('is the sum of what each time step adds, which is that step’s contribution: %s', (_, model) => {
    const timeline = createTimeline(traceOf(small(model)))
    const sums = timeline.steps.filter(({ phase }) => phase === 'gradients')
    expect(sums.length).toBeGreaterThan(1)
    for (const step of sums) {
      for (const { result } of step.equations) {
        const [row, col] = [result.rows - 1, result.cols - 1]
        const { subtotals, terms, value } = explain(timeline, step, result, row, col)!
        expect(terms).toHaveLength(subtotals!.length * timeline.trace.sizes.batch)
        expect(subtotals!.reduce((sum, { value: added }) => sum + added, 0)).toBeCloseTo(value, 12)
        for (const { value: added, factors } of subtotals!) {
          const [source] = factors[0].sources!
          const origin = originOf(timeline, step, source)!
          expect(timeline.steps[origin.index].phase).toBe('backward')
          expect(origin.matrix.at(row, col)).toBe(added)
        }
      }
    }
  })
})
