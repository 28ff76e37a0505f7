import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Matrix } from './matrix'
import { accumulatedStage } from './gradients'
import { homeworkWalk } from './homework'
import type { Walk } from './steps'
import { explain, findMatrix, walk } from './steps'
import { small, traceOf } from '../replay/trace.testing'

type Model = ExperimentInput['model']
const stacked: Partial<Model> = { numLayers: 2 }
const both: Partial<Model> = { numLayers: 2, bidirectional: true }
const cases: [name: string, model: Model, rest?: Partial<ExperimentInput>][] = [
  ['rnn', { cell: 'rnn' }],
  ['rnn without bias', { cell: 'rnn', bias: false }],
  ['rnn, stacked and bidirectional', { cell: 'rnn', ...both }],
  ['residual', { cell: 'residual' }],
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

/** Every gate's block of every parameter of a cell: its name in keys, and the gradient that training has. */
function gradients({ scene }: Walk, k: number): { key: string; cached: Matrix }[] {
  const stage = accumulatedStage(scene)
  return scene.gates.flatMap((_, q) => {
    const biases = (['i', 'h'] as const).flatMap((kind) => {
      const cached = scene.parameters.bias(kind, k, q, stage)
      return cached ? [{ key: `bias_${kind}h.${q}.${k}`, cached }] : []
    })
    return [
      { key: `weight_ih.${q}.${k}`, cached: scene.parameters.weightIh(k, q, stage) },
      { key: `weight_hh.${q}.${k}`, cached: scene.parameters.weightHh(k, q, stage) },
      ...biases,
    ]
  })
}

describe.each(cases)("shares of the parameters' gradients: %s", (_name, model, rest = {}) => {
  const walked = walk(traceOf(small(model, rest)))
  const { steps, indexOf, trace } = walked
  const times = [...Array(trace.sizes.steps).keys()]

  it('add up over all steps to the gradient that training has, to rounding', () => {
    trace.cells.forEach((_, k) => {
      for (const { key, cached } of gradients(walked, k)) {
        const total = numbers(cached).map(() => 0)
        for (const t of times) {
          const share = findMatrix(steps[indexOf(`backward.${k}.${t}`)], `share.${key}`)!
          numbers(share).forEach((value, i) => (total[i] += value))
        }
        const size = Math.max(...numbers(cached).map(Math.abs))
        total.forEach((value, i) =>
          expect(Math.abs(value - numbers(cached)[i]), key).toBeLessThanOrEqual(1e-14 * size + 1e-300),
        )
      }
    })
  })

  it('have come together, where the way back through a cell ends, to that gradient', () => {
    trace.cells.forEach(({ isReversed }, k) => {
      const end = steps[indexOf(`backward.${k}.${isReversed ? times.length - 1 : 0}`)]
      for (const { key, cached } of gradients(walked, k)) {
        const sum = numbers(findMatrix(end, `sum.${key}`)!)
        const size = Math.max(...numbers(cached).map(Math.abs))
        numbers(cached).forEach((value, i) =>
          expect(Math.abs(value - sum[i]), key).toBeLessThanOrEqual(1e-14 * size + 1e-300),
        )
      }
    })
  })

  it('are explained element by element, with the sum so far', () => {
    for (const step of steps.filter(({ phase }) => phase === 'backward')) {
      for (const { result, operands, addsTo } of step.equations.filter((line) => line.addsTo)) {
        const share = operands.find(({ key }) => key === result.key.replace('sum', 'share'))!
        const before = operands.find(({ key }) => key === result.key)
        const last = [share.rows - 1, share.cols - 1] as const
        const explained = explain(walked, step, share, ...last)!
        expect(addsTo).toBeDefined()
        expect(explained.terms).toHaveLength(trace.sizes.batch)
        expect(explained.computed).toBe(share.at(...last))
        expect(share.at(...last) + (before?.at(...last) ?? 0)).toBe(result.at(...last))
      }
    }
  })
})

it('names a share by its step, and the sum by the steps that it covers', () => {
  const { steps, indexOf } = walk(traceOf(small({ cell: 'lstm' })))
  const lines = steps[indexOf('backward.0.4')].equations.filter(({ addsTo }) => addsTo)
  expect(lines).toHaveLength(16)
  expect(lines[0].tex).toBe(
    '\\mathrm{d}W_{ii}\\vert_{\\ge5} = \\mathrm{d}W_{ii}\\vert_{\\ge6} + \\mathrm{d}W_{ii}\\vert_{5}, \\quad ' +
      '\\mathrm{d}W_{ii}\\vert_{5} = \\mathrm{d}a_{i,5}\\,x_{5}^{\\top}',
  )
  expect(lines[0].result.name.text).toBe('dweight_ih[i], t>=5')
})

it('counts the steps of the reverse direction from the start', () => {
  const { steps, indexOf } = walk(traceOf(small({ cell: 'rnn', bidirectional: true })))
  const [line] = steps[indexOf('backward.1.4')].equations.filter(({ addsTo }) => addsTo)
  expect(line.result.name.text).toBe('dweight_ih_l0_reverse, t<=5')
  expect(line.operands[0].name.text).toBe('dweight_ih_l0_reverse, t<=4')
})

it('is the same sum whichever step is opened first', () => {
  const { trace } = homeworkWalk('part4')
  const opened = walk(trace)
  const sumAt = ({ steps, indexOf }: Walk, t: number): number[] =>
    numbers(findMatrix(steps[indexOf(`backward.0.${t}`)], 'sum.weight_hh.0.0')!)
  const jumped = sumAt(opened, 0)
  const walkedBack = walk(trace)
  const stepped = [3, 2, 1, 0].map((t) => sumAt(walkedBack, t)).at(-1)
  expect(stepped).toEqual(jumped)
})
