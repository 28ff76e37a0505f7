import { describe, expect, it } from 'vitest'
import { experimentSchema } from '../experiment/schema'
import { heldOutSets, evaluateEvery } from '../experiment/evaluation'
import type { Experiment, ExperimentInput } from '../experiment/experiment'
import { bindTask } from '../tasks/bind'
import { taskNames } from '../tasks/registry'
import { settingsOf } from '../tasks/settings.testing'
import { createTrainer, type Trainer } from '../train/trainer'
import { train } from '../train/train'
import { createEvaluator } from './evaluator'

const experimentOf = (input: Partial<ExperimentInput>): Experiment =>
  experimentSchema.parse({
    task: { name: 'echo', seqLen: 8, delay: 2 },
    model: { cell: 'gru', hiddenSize: 6 },
    train: { batch: 4 },
    ...input,
  })

function trained(experiment: Experiment, updates: number): Trainer {
  const trainer = createTrainer(experiment)
  const made = train(trainer)
  for (let i = 0; i < updates; i++) made.next()
  return trainer
}

const bits = ({ model }: Trainer) => model.parameters.map(({ value }) => Array.from(value))

describe('an evaluation', () => {
  it.each([
    {},
    { model: { cell: 'lstm' as const, bidirectional: true, hiddenSize: 5 } },
    { train: { batch: 4, tbptt: 3 } },
    { train: { batch: 4, dtype: 'float32' as const } },
  ])('changes no bit of the training: %j', (change) => {
    const experiment = experimentOf(change)
    const plain = trained(experiment, 20)
    const watched = createTrainer(experiment)
    const evaluator = createEvaluator(watched)
    const losses: number[] = []
    const made = train(watched)
    for (let i = 0; i < 20; i++) {
      evaluator.evaluate()
      const { value } = made.next()
      losses.push(value.loss)
    }
    expect(bits(watched)).toEqual(bits(plain))
    expect(watched.progress.average).toBe(plain.progress.average)
    expect(losses.at(-1)).toBe(plain.progress.loss)
  })

  it('draws the same sequences each time, whatever the seed of the training', () => {
    const one = createEvaluator(createTrainer(experimentOf({})))
    expect(one.evaluate()).toEqual(one.evaluate())
    const sameWeights = { batch: 4, seed: 1, initSeed: 0 }
    const other = createEvaluator(createTrainer(experimentOf({ train: sameWeights })))
    expect(other.evaluate()).toEqual(one.evaluate())
    const otherSet = createEvaluator(createTrainer(experimentOf({ evaluation: { seed: 1 } })))
    expect(otherSet.evaluate()).not.toEqual(one.evaluate())
  })

  it('of the newest batch is its loss with the weights after the step, and learns from it', () => {
    const trainer = trained(experimentOf({ evaluation: { sequences: 8 } }), 30)
    const [training] = createEvaluator(trainer).evaluate().sets
    const { windows } = trainer.stream
    trainer.model.resetState()
    expect(training!.loss).toBeCloseTo(trainer.forward(windows[0]!), 12)
    expect(training).toMatchObject({ split: 'training', seqLen: 8, sequences: 4 })
  })

  it('runs whole sequences where training cuts them, with the state carried on', () => {
    const whole = trained(experimentOf({}), 0)
    const cut = trained(experimentOf({ train: { batch: 4, tbptt: 3 } }), 0)
    const [one, other] = [whole, cut].map((trainer) => createEvaluator(trainer).evaluate().sets)
    one!.forEach((set, i) => expect(other![i]!.loss).toBeCloseTo(set.loss, 12))
  })

  it('tells loss and accuracy at each position, whose means are those of all', () => {
    const trainer = trained(experimentOf({}), 60)
    for (const set of createEvaluator(trainer).evaluate().sets) {
      const asked = Array.from(set.accuracyAt!).filter((value) => !Number.isNaN(value))
      expect(asked).toHaveLength(set.seqLen - 2)
      expect(asked.reduce((sum, value) => sum + value, 0) / asked.length).toBeCloseTo(set.accuracy!, 12)
      const losses = Array.from(set.lossAt).filter((value) => !Number.isNaN(value))
      expect(losses.reduce((sum, value) => sum + value, 0) / losses.length).toBeCloseTo(set.loss, 12)
    }
  })

  it('counts in the confusion table every answer once, the right ones on the diagonal', () => {
    const trainer = trained(experimentOf({ task: { name: 'order', seqLen: 10 } }), 5)
    const set = createEvaluator(trainer)
      .evaluate()
      .sets.find(({ split }) => split === 'validation')!
    const { numClasses, counts } = set.confusion!
    expect(numClasses).toBe(4)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(set.sequences)
    const diagonal = [0, 5, 10, 15].reduce((sum, i) => sum + counts[i]!, 0)
    expect(diagonal / set.sequences).toBe(set.accuracy)
  })

  it('shows that a GRU has learned the echo as a rule, at lengths it has never seen', () => {
    const trainer = trained(experimentOf({ model: { cell: 'gru', hiddenSize: 16 } }), 500)
    for (const { seqLen, accuracy, baseline, loss } of createEvaluator(trainer).evaluate().sets) {
      expect([seqLen, accuracy]).toEqual([seqLen, 1])
      expect(loss).toBeLessThan(baseline / 10)
    }
  })

  it('of a network that has left the finite numbers is right nowhere', () => {
    const trainer = trained(experimentOf({}), 1)
    trainer.model.parameters[0]!.value.fill(NaN)
    for (const { loss, accuracy } of createEvaluator(trainer).evaluate().sets) {
      expect([loss, accuracy]).toEqual([NaN, 0])
    }
  })
})

describe('the held-out sets', () => {
  it.each(taskNames)('of %s are of its sizes and follow its rule', (name) => {
    const experiment = experimentOf({ task: settingsOf(name), evaluation: { sequences: 4 } })
    const trainer = createTrainer(experiment)
    const evaluation = createEvaluator(trainer).evaluate()
    expect(evaluation.sets.length).toBe(heldOutSets(experiment).length)
    for (const { loss, baseline, accuracy } of evaluation.sets) {
      expect(loss).toBeGreaterThan(0)
      expect(baseline).toBeGreaterThan(0)
      if (accuracy !== null) expect(accuracy).toBeLessThanOrEqual(1)
    }
  })

  it('are of the trained length and of 2 and 4 times that', () => {
    const lengths = (input: Partial<ExperimentInput>) =>
      heldOutSets(experimentOf(input)).map(({ split, seqLen, sequences }) => [split, seqLen, sequences])
    expect(lengths({})).toEqual([
      ['validation', 8, 64],
      ['test', 16, 32],
      ['test', 32, 32],
    ])
    expect(lengths({ evaluation: { longest: 1 } })).toEqual([['validation', 8, 64]])
    expect(lengths({ evaluation: { sequences: 0 } })).toEqual([])
  })

  it('of copying have the same symbols after a longer wait, those of recall more pairs of the same keys', () => {
    const settings = (input: Partial<ExperimentInput>) =>
      heldOutSets(experimentOf(input)).map((set) => set.settings)
    expect(settings({ task: { name: 'copy', length: 3, delay: 5 } }).slice(1)).toMatchObject([
      { length: 3, delay: 16 },
      { length: 3, delay: 38 },
    ])
    // There are no more than six keys.
    expect(settings({ task: { name: 'recall', pairs: 2, keys: 6 } })).toMatchObject([
      { pairs: 2 },
      { pairs: 5 },
    ])
  })

  it('of a text are what it holds out, and none where it holds out nothing', () => {
    const held = (validation: number) => experimentOf({ task: { name: 'text', seqLen: 12, validation } })
    expect(heldOutSets(held(0))).toEqual([])
    expect(evaluateEvery(held(0))).toBeNull()
    const [first] = createEvaluator(createTrainer(held(0.1))).evaluate().sets
    expect(first!.loss).toBeGreaterThan(first!.baseline)
  })

  it('of counting have to count further than was trained', () => {
    const task = { name: 'anbn' as const, seqLen: 20, minCount: 1, maxCount: 5 }
    const [, twice, four] = heldOutSets(experimentOf({ task }))
    expect(twice!.settings).toMatchObject({ seqLen: 40, minCount: 6, maxCount: 10 })
    expect(four!.settings).toMatchObject({ seqLen: 80, minCount: 11, maxCount: 20 })
    expect(bindTask(four!.settings).baseline).toBeGreaterThan(0)
  })
})

describe('how often a network is evaluated', () => {
  it('follows from the experiment: a few percent of the work, and no more than 500 times', () => {
    expect(evaluateEvery(experimentOf({ train: { batch: 32 } }))).toBe(100)
    expect(evaluateEvery(experimentOf({ train: { batch: 32, updates: 1_000_000 } }))).toBe(2000)
    expect(evaluateEvery(experimentOf({ train: { batch: 1 } }))).toBe(5000)
    expect(evaluateEvery(experimentOf({ evaluation: { every: 7 } }))).toBe(7)
    expect(evaluateEvery(experimentOf({ evaluation: { sequences: 0 } }))).toBeNull()
  })
})
