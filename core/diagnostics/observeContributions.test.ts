import { describe, expect, it } from 'vitest'
import type { Cell } from '../cells/cell'
import type { Trace } from '../contract/trace'
import type { ExperimentInput } from '../experiment/experiment'
import { matrixOf, stepAt } from '../explain/timeline.testing'
import { stepId } from '../explain/stepId'
import type { CellParameter } from '../explain/parameterSymbols'
import { createTimeline } from '../explain/timeline'
import { limitRowNorms, norm } from '../kernels/norms'
import type { Floats } from '../math/floats'
import { startTrace } from '../replay/trace'
import { complete } from '../train/trainer.testing'
import { train } from '../train/train'
import type { Trainer } from '../train/trainer'
import { createTrainer } from '../train/trainer'
import { createObserver } from './observe'
import type { Observation } from '../contract/observation'

type Model = ExperimentInput['model']
type Rest = Partial<ExperimentInput>

const both = { numLayers: 2, bidirectional: true }
const cases: [name: string, model: Model, rest?: Rest][] = [
  ['rnn', { cell: 'rnn' }],
  ['rnn with relu', { cell: 'rnn', nonlinearity: 'relu' }],
  ['rnn without bias', { cell: 'rnn', bias: false }],
  ['rnn, stacked and bidirectional', { cell: 'rnn', ...both }],
  ['residual', { cell: 'residual' }],
  ['residual, stacked', { cell: 'residual', numLayers: 2 }],
  ['gru, reset after', { cell: 'gru' }],
  ['gru, reset before', { cell: 'gru', gruVariant: 'resetBefore' }],
  ['gru, stacked and bidirectional', { cell: 'gru', ...both }],
  ['lstm', { cell: 'lstm' }],
  ['lstm, stacked and bidirectional', { cell: 'lstm', ...both }],
  [
    'lstm, of one unit and one step',
    { cell: 'lstm', hiddenSize: 1 },
    { train: { batch: 5, updates: 10, tbptt: 1 } },
  ],
  ['lstm, clipped by value', { cell: 'lstm' }, { clip: { mode: 'value', threshold: 1e-4 } }],
  ...(['rnn', 'residual', 'gru', 'lstm'] as const).map((cell): [string, Model, Rest] => [
    `${cell}, truncated`,
    { cell },
    { train: { batch: 5, updates: 10, tbptt: 4 } },
  ]),
]

interface Pass {
  readonly trainer: Trainer
  readonly trace: Trace
  readonly layers: NonNullable<Observation['contributions']>['layers']
}

/** The second update of a run, with what the Microscope shows of it. */
function pass(model: Model, rest: Rest = {}): Pass {
  const trainer = createTrainer(
    complete({
      task: { name: 'echo', seqLen: 6, delay: 2, alphabet: 3 },
      clip: { mode: 'none' },
      ...rest,
      model: { hiddenSize: 3, init: 'pytorch', ...model },
      train: { batch: 5, updates: 10, ...rest.train },
    }),
  )
  const observer = createObserver(trainer)
  const updates = train(trainer)
  updates.next()
  observer.prepare()
  const tracing = startTrace(trainer)
  updates.next()
  const { contributions } = observer.observe(['contributions'])
  // The paths are read with the weights of the pass, which the optimizer has changed since.
  const trace = tracing.finish()
  trainer.model.parameters.forEach(({ value }, p) => value.set(trace.parameters[p].before))
  return { trainer, trace, layers: contributions!.layers }
}

/** What reaches the states of direction d of layer l from outside the recurrence, (steps, B, H). */
function outsideOf({ model, stream }: Trainer, l: number, d: number): Float64Array {
  const cells = model.layers[l]
  const { steps, sizes } = cells[d]
  const H = sizes.hiddenSize
  const width = cells.length * H
  const all = new Float64Array(steps * sizes.batch * width)
  model.computeGradOutput(l, stream.newest.gradScores, all)
  return Float64Array.from(
    { length: steps * sizes.batch * H },
    (_, i) => all[Math.floor(i / H) * width + d * H + (i % H)],
  )
}

/** Asks that the sum of the paths is the gradient, to 1e-12 of its size. */
function expectSum(found: Float64Array, expected: Floats, what: string): void {
  const size = norm(expected, 0, expected.length)
  found.forEach((value, i) => expect(Math.abs(value - expected[i]), what).toBeLessThanOrEqual(1e-12 * size))
}

function sumOfPaths(cell: Cell, to: 'h' | 'c', t: number, from: Float64Array): Float64Array {
  const sum = from.slice()
  for (const path of cell.gradientPaths(t)) {
    if (path.to === to) path.values.forEach((value, i) => (sum[i] += value))
  }
  return sum
}

describe.each(cases)('the paths of the gradient: %s', (_name, model, rest) => {
  const { trainer, trace, layers } = pass(model, rest)
  const cells = trainer.model.layers.flatMap((layer, l) => layer.map((cell, d) => ({ cell, l, d })))

  it('add up to dL/dh and dL/dc at every step', () => {
    for (const { cell, l, d } of cells) {
      const block = cell.sizes.batch * cell.sizes.hiddenSize
      const outside = outsideOf(trainer, l, d)
      expect(norm(cell.gradH, 0, cell.steps * block)).toBeGreaterThan(0)
      for (let t = 0; t < cell.steps; t++) {
        const at = [t * block, (t + 1) * block] as const
        const sum = sumOfPaths(cell, 'h', t, outside.slice(...at))
        expectSum(sum, cell.gradH.subarray(...at), `dh, t = ${t}`)
        if (!cell.gradC) continue
        expectSum(
          sumOfPaths(cell, 'c', t, new Float64Array(block)),
          cell.gradC.subarray(...at),
          `dc, t = ${t}`,
        )
      }
    }
  })

  it('are observed as norms, beside that of their sum', () => {
    cells.forEach(({ cell }, k) => {
      const block = cell.sizes.batch * cell.sizes.hiddenSize
      const { firstStep } = trainer.stream.newest
      for (let t = 0; t < cell.steps; t++) {
        const at = firstStep + t
        expect(layers[k].h.total[at]).toBe(norm(cell.gradH, t * block, block))
        for (const { to, name, values } of cell.gradientPaths(t)) {
          const path = layers[k][to]!.paths.find((one) => one.name === name)!
          expect(path.norms[at]).toBe(norm(values, 0, block))
        }
      }
      expect(layers[k].h.total).toHaveLength(trainer.task.shape.seqLen)
    })
  })

  it('come with what each step adds to the parameters, as the Microscope adds it up', () => {
    const timeline = createTimeline(trace)
    const { gates } = timeline.symbols
    cells.forEach(({ cell }, k) => {
      for (const { name, norms } of layers[k].parameters) {
        const parameter = /rnn\.(\w+?_[ih]h)/.exec(name)![1] as CellParameter
        for (let t = 0; t < cell.steps; t++) {
          const step = stepAt(timeline, stepId('backward', k, t))
          const blocks = gates.map((_, gate) => {
            const { rows, cols, at } = matrixOf(step, { kind: 'contribution', parameter, cell: k, gate, t })
            const numbers = Float64Array.from({ length: rows * cols }, (_, i) =>
              at(Math.floor(i / cols), i % cols),
            )
            return norm(numbers, 0, numbers.length)
          })
          const expected = Math.hypot(...blocks)
          const found = norms[trace.window.firstStep + t]
          expect(Math.abs(found - expected), `${name}, t = ${t}`).toBeLessThanOrEqual(1e-12 * expected)
        }
      }
    })
  })
})

describe('the paths of the gradient, clipped inside the recurrence', () => {
  it.each(['rnn', 'residual', 'gru'] as const)('add up to what is then cut down: %s', (cell) => {
    const threshold = 1e-3
    const { trainer } = pass({ cell }, { clip: { mode: 'step', threshold } })
    const [[layer]] = trainer.model.layers
    const { batch, hiddenSize } = layer.sizes
    const block = batch * hiddenSize
    const outside = outsideOf(trainer, 0, 0)
    let numCut = 0
    for (let t = 0; t < layer.steps; t++) {
      const sum = sumOfPaths(layer, 'h', t, outside.slice(t * block, (t + 1) * block))
      numCut += limitRowNorms(sum, 0, batch, hiddenSize, threshold)
      expectSum(sum, layer.gradH.subarray(t * block, (t + 1) * block), `t = ${t}`)
    }
    expect(numCut).toBeGreaterThan(0)
  })
})

it('names the ways of each cell, what comes from outside first', () => {
  const names = (model: Model) => {
    const [{ h, c }] = pass(model).layers
    return [h.paths.map(({ name }) => name), c?.paths.map(({ name }) => name)]
  }
  expect(names({ cell: 'rnn' })).toEqual([['outside', 'h'], undefined])
  expect(names({ cell: 'residual' })).toEqual([['outside', 'identity', 'g'], undefined])
  expect(names({ cell: 'gru' })).toEqual([['outside', 'keep', 'r', 'z', 'n'], undefined])
  expect(names({ cell: 'lstm' })).toEqual([
    ['outside', 'i', 'f', 'g', 'o'],
    ['forget', 'output'],
  ])
})

it('marks the steps outside a window of truncated BPTT', () => {
  const { layers } = pass({ cell: 'gru' }, { train: { batch: 5, updates: 10, tbptt: 4 } })
  const isKnown = (column: Float64Array) => [...column].map((value) => !Number.isNaN(value))
  const second = [false, false, false, false, true, true]
  const [{ parameters, h }] = layers
  for (const column of [h.total, ...[...parameters, ...h.paths].map(({ norms }) => norms)]) {
    expect(isKnown(column)).toEqual(second)
  }
})

it('leaves out what would take too long in so large a network', () => {
  const trainer = createTrainer(
    complete({
      task: { name: 'adding', seqLen: 1000 },
      model: { cell: 'gru', hiddenSize: 512 },
      train: { batch: 2, updates: 1, dtype: 'float32' },
    }),
  )
  train(trainer).next()
  expect(createObserver(trainer).observe(['contributions']).contributions).toBeNull()
})
