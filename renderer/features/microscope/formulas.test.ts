import katex from 'katex'
import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../../../core/experiment/experiment'
import { complete } from '../../../core/train/trainer.testing'
import { startTrace } from '../../../core/replay/trace'
import { train } from '../../../core/train/train'
import { createTrainer } from '../../../core/train/trainer'
import { homeworkTimeline } from '../../../core/explain/homework'
import { lettersOf } from '../../../core/explain/notation'
import type { Timeline } from '../../../core/explain/timeline'
import { createTimeline } from '../../../core/explain/timeline'
import { numericFormula, termTex } from './explanationTex'

function timelineOf(input: Partial<ExperimentInput> & Pick<ExperimentInput, 'model'>): Timeline {
  const task = { name: 'echo', seqLen: 3, delay: 1 } as const
  const trainer = createTrainer(complete({ task, train: { batch: 2 }, ...input }))
  const updates = train(trainer)
  const tracing = startTrace(trainer)
  updates.next()
  return createTimeline(tracing.finish())
}

/** Every formula that can come to the screen: equations, names, one explanation of each result. */
function formulas({ steps }: Timeline): string[] {
  return steps.flatMap(({ equations }) =>
    equations.flatMap(({ tex, result, explain }) => {
      const explanation = explain?.(0, 0)
      const [first] = explanation?.terms ?? []
      return [
        tex,
        result.name.tex,
        ...(explanation ? [explanation.tex, numericFormula(explanation).outer ?? ''] : []),
        ...(first ? [termTex(first)] : []),
      ]
    }),
  )
}

const stacked = { hiddenSize: 2, numLayers: 2 }
describe.each<[string, () => Timeline]>([
  ['the homework', () => homeworkTimeline('part4')],
  ['rnn', () => timelineOf({ model: { cell: 'rnn', hiddenSize: 2 } })],
  ['rnn with relu, stacked', () => timelineOf({ model: { ...stacked, cell: 'rnn', nonlinearity: 'relu' } })],
  ['residual, stacked', () => timelineOf({ model: { ...stacked, cell: 'residual' } })],
  ['gru, both ways', () => timelineOf({ model: { ...stacked, cell: 'gru', bidirectional: true } })],
  [
    'lstm',
    () => timelineOf({ model: { ...stacked, cell: 'lstm' }, clip: { mode: 'step', threshold: 1e-3 } }),
  ],
  ...(['momentum', 'nesterov', 'rmsprop', 'adamw'] as const).map((name): [string, () => Timeline] => [
    name,
    () => timelineOf({ model: { ...stacked, cell: 'rnn' }, optimizer: { name, weightDecay: 0.1 } }),
  ]),
])('formulas of %s', (_name, open) => {
  it.each(['pytorch', 'textbook'] as const)('can all be set in the letters of %s', (notation) => {
    const { trace } = open()
    const letters = lettersOf(notation, trace.cell)
    const textbook = createTimeline(trace, { letters })
    for (const tex of new Set(formulas(notation === 'pytorch' ? open() : textbook))) {
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' }), tex).not.toThrow()
    }
  })
})
