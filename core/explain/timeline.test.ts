import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { explain } from './lookup'
import type { Phase, StepId } from './stepId'
import { stepId } from './stepId'
import type { Step, Timeline } from './timeline'
import { createTimeline, openingIndex } from './timeline'
import { matrixOf, stepAt } from './timeline.testing'
import { runToEnd } from '../train/trainer.testing'
import { echo, small, traceOf } from '../replay/trace.testing'
import { traceFailed } from '../replay/trace'

const cases: [name: string, input: ExperimentInput][] = [
  ['rnn', small({ cell: 'rnn' })],
  ['rnn with relu', small({ cell: 'rnn', nonlinearity: 'relu' })],
  ['rnn without bias', small({ cell: 'rnn', bias: false })],
  ['residual', small({ cell: 'residual' })],
  ['residual, scaled', small({ cell: 'residual', residualScale: 0.3 })],
  ['residual, stacked', small({ cell: 'residual', numLayers: 2 })],
  ['gru, reset after', small({ cell: 'gru' })],
  ['gru, reset before', small({ cell: 'gru', gruVariant: 'resetBefore' })],
  ['gru without bias', small({ cell: 'gru', bias: false })],
  ['lstm', small({ cell: 'lstm' })],
  ['lstm, stacked', small({ cell: 'lstm', numLayers: 3 })],
  ['gru, stacked and bidirectional', small({ cell: 'gru', numLayers: 2, bidirectional: true })],
  ['gru before, bidirectional', small({ cell: 'gru', gruVariant: 'resetBefore', bidirectional: true })],
  ['lstm, bidirectional', small({ cell: 'lstm', bidirectional: true })],
  ['lstm, truncated', small({ cell: 'lstm' }, { train: { batch: 2, updates: 10, tbptt: 4 } })],
  ...(['rnn', 'residual', 'gru', 'lstm'] as const).map((cell): [string, ExperimentInput] => [
    `${cell}, stacked, run through to its last window`,
    small(
      { cell, numLayers: 2 },
      { task: { name: 'adding', seqLen: 7 }, train: { batch: 2, updates: 10, tbptt: 3 } },
    ),
  ]),
  ...(['rnn', 'gru', 'lstm'] as const).map((cell): [string, ExperimentInput] => [
    `${cell}, embedded symbols, dropout and a learned initial state`,
    small({
      ...{ cell, numLayers: 3, bidirectional: cell === 'gru' },
      ...{ embeddingSize: 2, dropout: 0.4, learnInitialState: true },
    }),
  ]),
  [
    'all of them, truncated',
    small(
      { cell: 'lstm', numLayers: 2, embeddingSize: 2, dropout: 0.4, learnInitialState: true },
      { task: { name: 'order', seqLen: 10 }, train: { batch: 2, updates: 10, tbptt: 4 } },
    ),
  ],
  ['squared error', small({ cell: 'rnn' }, { task: { name: 'sine', seqLen: 6 } })],
  ['only the last step asked', small({ cell: 'lstm' }, { task: { name: 'adding', seqLen: 5 } })],
  ['clipped by norm', small({ cell: 'rnn' }, { clip: { mode: 'norm', threshold: 0.1 } })],
  ['clipped by value', small({ cell: 'rnn' }, { clip: { mode: 'value', threshold: 0.01 } })],
  ['clipped inside', small({ cell: 'lstm' }, { clip: { mode: 'step', threshold: 0.01 } })],
  ...(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const).map(
    (name): [string, ExperimentInput] => [
      `${name} with decay`,
      small({ cell: 'rnn' }, { optimizer: { name, weightDecay: 0.1 } }),
    ],
  ),
]

/** Every element of every equation: what its terms make, beside the number that is shown. */
function worst({ steps }: Timeline): { where: string; error: number } {
  let found = { where: 'nowhere', error: 0 }
  for (const step of steps) {
    for (const { result, explain: explainElement } of step.equations) {
      if (!explainElement) continue
      for (let row = 0; row < result.rows; row++) {
        for (let col = 0; col < result.cols; col++) {
          const { terms, computed, value, sum } = explainElement(row, col)
          const size = Math.max(Math.abs(value), Math.abs(sum), ...terms.map((term) => Math.abs(term.value)))
          const error = computed === value ? 0 : Math.abs(computed - value) / size
          if (!(error <= found.error)) found = { where: `${step.id} ${result.id}[${row},${col}]`, error }
        }
      }
    }
  }
  return found
}

describe.each(cases)('explanations: %s', (_name, input) => {
  const timeline = createTimeline(traceOf(input))

  it('add up to the number that the training code has, element by element', () => {
    expect(worst(timeline)).toEqual({ where: expect.any(String), error: expect.closeTo(0, 12) })
  })

  it('can be had for every number but the given ones, in the step that made it', () => {
    for (const step of timeline.steps) {
      for (const { operands } of step.equations) {
        for (const matrix of operands) {
          const explanation = explain(timeline, step, matrix, 0, 0)
          expect(explanation === null, `${step.id} ${matrix.id}`).toBe(matrix.madeIn === null)
        }
      }
    }
  })

  it('call no given value a result: inputs and targets are operands alone', () => {
    const isResult = (id: string): boolean =>
      timeline.steps.some(({ equations }) => equations.some(({ result }) => result.id === id))
    const given = timeline.steps
      .flatMap(({ equations }) => equations.flatMap(({ operands }) => operands))
      .filter(({ madeIn }) => madeIn === null)
    for (const kind of [timeline.trace.oneHot ? 'oneHot' : 'x', 'ofScores']) {
      const ids = given.filter(({ ref }) => ref.kind === kind).map(({ id }) => id)
      expect(ids.length, kind).toBeGreaterThan(0)
      expect(ids.filter(isResult)).toEqual([])
    }
  })

  it('name every matrix once', () => {
    const ids = timeline.steps.flatMap(({ equations }) => equations.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the update in which a run diverged', () => {
  const { trainer } = runToEnd({
    task: { name: 'adding', seqLen: 20 },
    model: { cell: 'residual', hiddenSize: 3 },
    optimizer: { name: 'sgd', lr: 0.1 },
    clip: { mode: 'none' },
    train: { batch: 2, dtype: 'float32' },
  })
  const timeline = createTimeline(traceFailed(trainer))

  it('has steps up to the norm of its gradient: no step was made', () => {
    expect(timeline.steps.at(-1)?.id).toBe('clip')
    expect(matrixOf(timeline.steps.at(-1)!, { kind: 'normBefore' }).at(0, 0)).toBeNaN()
  })

  it('has sums that are NaN where the number is', () => {
    const { equations } = stepAt(timeline, stepId('gradients', 0))
    for (const { result, explain: explainElement } of equations) {
      expect(result.at(0, 0)).toBeNaN()
      expect(explainElement!(0, 0)).toMatchObject({ value: NaN, computed: NaN })
    }
  })
})

describe('the order of the steps', () => {
  const steps = (input: ExperimentInput, updates = 0): readonly Step[] =>
    createTimeline(traceOf(input, updates)).steps
  const idsOf = (all: readonly Step[], phase?: Phase): string[] =>
    all.filter((step) => phase === undefined || step.phase === phase).map(({ id }) => id)

  it('begins with the windows that are only run through, which no gradient flows back into', () => {
    const all = steps(
      small(
        { cell: 'rnn' },
        { task: { name: 'adding', seqLen: 4 }, train: { batch: 2, updates: 3, tbptt: 2 } },
      ),
    )
    expect(idsOf(all).slice(0, 6)).toEqual([
      'start',
      'forward.0.-2',
      'forward.0.-1',
      'forward.0.0',
      'forward.0.1',
      'output.1',
    ])
    expect(idsOf(all, 'backward')).toEqual(['backward.0.1', 'backward.0.0'])
  })

  it('is forward, outputs, loss, backward, gradients, clipping, optimizer', () => {
    const task = { ...echo, seqLen: 3, delay: 1 }
    expect(idsOf(steps(small({ cell: 'rnn' }, { task })))).toEqual([
      'start',
      'forward.0.0',
      'forward.0.1',
      'forward.0.2',
      'output.1',
      'output.2',
      'loss',
      'gradients.head',
      'backward.0.2',
      'backward.0.1',
      'backward.0.0',
      'gradients.0',
      'clip',
      'update',
    ])
  })

  it('goes layer by layer, up and then down, and the reverse direction from the end', () => {
    const task = { ...echo, seqLen: 2, delay: 1 }
    const all = steps(small({ cell: 'gru', numLayers: 2, bidirectional: true }, { task }))
    expect(idsOf(all, 'forward')).toEqual(
      ['0.0', '0.1', '1.1', '1.0', '2.0', '2.1', '3.1', '3.0'].map((rest) => `forward.${rest}`),
    )
    expect(idsOf(all, 'backward')).toEqual(
      ['2.1', '2.0', '3.0', '3.1', '0.1', '0.0', '1.0', '1.1'].map((rest) => `backward.${rest}`),
    )
  })
})

describe('names', () => {
  const names = (input: ExperimentInput, id: StepId): string[] =>
    stepAt(createTimeline(traceOf(input)), id).equations.map(({ tex }) => tex)

  it('read as above the cells, with t from 1', () => {
    expect(names(small({ cell: 'rnn' }), stepId('forward', 0, 2))).toEqual([
      'a_{3} = W_{ih}\\,x_{3} + b_{ih} + W_{hh}\\,h_{2} + b_{hh}',
      'h_{3} = \\tanh(a_{3})',
    ])
    expect(names(small({ cell: 'residual' }), stepId('backward', 0, 2))).toContain(
      '\\mathrm{d}a_{3} = \\mathrm{d}h_{3} \\odot (1 - g_{3}^2)',
    )
    expect(names(small({ cell: 'lstm' }), stepId('forward', 0, 2))).toContain(
      'c_{3} = f_{3} \\odot c_{2} + i_{3} \\odot g_{3}',
    )
  })

  it('carry the layer and the direction where there is more than one', () => {
    const stacked = small({ cell: 'rnn', numLayers: 2, bidirectional: true })
    expect(names(stacked, stepId('forward', 3, 5))[0]).toBe(
      '{\\overleftarrow{a}^{(2)}_{6}} = {\\overleftarrow{W}^{(2)}_{ih}}\\,[{h^{(1)}_{6}}; {\\overleftarrow{h}^{(1)}_{6}}] + ' +
        '{\\overleftarrow{b}^{(2)}_{ih}} + {\\overleftarrow{W}^{(2)}_{hh}}\\,{\\overleftarrow{h}^{(2)}_{7}} + ' +
        '{\\overleftarrow{b}^{(2)}_{hh}}',
    )
  })

  it('count t on in a later window of truncated BPTT', () => {
    const truncated = small({ cell: 'rnn' }, { train: { batch: 2, updates: 10, tbptt: 4 } })
    expect(names(truncated, stepId('forward', 0, 0))[1]).toBe('h_{5} = \\tanh(a_{5})')
  })
})

describe('whole parameters', () => {
  const wholeOf = (input: ExperimentInput) => {
    const { steps } = createTimeline(traceOf(input))
    return steps.at(-1)!.equations.map(({ result }) => result)
  }

  it('consist of a block of rows for each gate, and the head of one', () => {
    for (const { name, rowBlocks, rows } of wholeOf(small({ cell: 'gru' }))) {
      const isHead = name.text.includes('head')
      expect([name.text, rowBlocks]).toEqual([name.text, isHead ? undefined : ['r', 'z', 'n']])
      if (!isHead) expect(rows % 3).toBe(0)
    }
  })

  it('of a simple cell are one block', () => {
    for (const { rowBlocks } of wholeOf(small({ cell: 'rnn' }))) expect(rowBlocks).toBeUndefined()
  })
})

describe('the step that an update is opened at', () => {
  it.each([
    ['one layer', small({ cell: 'lstm' }), 'backward.0.0'],
    ['the lowest of several layers', small({ cell: 'rnn', numLayers: 2 }), 'backward.0.0'],
    ['both directions', small({ cell: 'rnn', bidirectional: true }), 'backward.1.5'],
  ])('is the last of the way back: %s', (_, input, id) => {
    const timeline = createTimeline(traceOf(input))
    expect(timeline.steps[openingIndex(timeline)].id).toBe(id)
    expect(timeline.steps[openingIndex(timeline) + 1].phase).toBe('gradients')
  })
})
