import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../experiment/defaults'
import type { Experiment } from '../experiment/experiment'
import { describeFields } from '../experiment/form'
import { relationProblems } from '../experiment/relations'
import { createTrainer } from '../train/trainer'
import { valueOf } from './fields'
import { sharedOf, type Sharing } from './shared'
import type { FieldValue } from './sweep'
import { twinsOf } from './twins'

type Model = Partial<Experiment['model']>

/** An experiment that is built in no time. */
function small(model: Model, train: Partial<Experiment['train']> = {}): Experiment {
  const base = defaultExperiment('adding', model.cell ?? 'gru')
  return {
    ...{ ...base, task: { name: 'adding', seqLen: 6 } },
    model: { ...base.model, hiddenSize: 3, ...model },
    train: { ...base.train, batch: 2, updates: 5, threads: 1, ...train },
  }
}

const bases: readonly Experiment[] = [
  small({ cell: 'rnn', init: 'pytorch', numLayers: 2, bidirectional: true }),
  small({ cell: 'lstm', init: 'orthogonal', numLayers: 2, forgetBias: 0.1 }),
  small({ cell: 'gru', init: 'glorot', bidirectional: true }, { initSeed: 7 }),
  small({ cell: 'residual', init: 'identity', initGain: 0.3 }, { dataSeed: 9 }),
  small({ cell: 'lstm', init: 'pytorch', bias: false }, { dtype: 'float32' }),
]

/** Other values for a field: of a choice all others, of a number its neighbours and its least. */
function others(base: Experiment, path: string): FieldValue[] {
  const field = describeFields(base.task.name).find((each) => each.path === path)!
  const value = valueOf(base, path)
  if (field.kind === 'flag') return [value !== true]
  if (field.options) return field.options.filter((option) => option !== value)
  const number = typeof value === 'number' ? value : 1
  return [number + 1, number + 2, field.min!].filter((each) => each !== value && each <= field.max!)
}

/** Every twin of an experiment that differs in a field of it. */
function twinsIn(base: Experiment): { path: string; value: FieldValue; twin: Experiment }[] {
  return describeFields(base.task.name).flatMap(({ path }) =>
    others(base, path).flatMap((value) => {
      const twins = twinsOf(base, path, value)
      // Networks that take a while to build show nothing more.
      if (!twins.ok || path === 'train.batch') return []
      return [{ path, value, twin: twins.twins[1].experiment }]
    }),
  )
}

const built = (experiment: Experiment) => {
  const trainer = createTrainer(experiment)
  const parameters = new Map(
    trainer.model.parameters.map(({ name, shape, value }) => [name, { shape, value: value.slice() }]),
  )
  const { batch } = trainer.stream
  const data: number[] = []
  // The second batch is drawn behind the first.
  for (let i = 0; i < 2 * trainer.stream.windows.length; i++) {
    trainer.nextWindow()
    data.push(...batch.input, ...batch.classes, ...batch.values)
  }
  return { parameters, data }
}

type Numbers = ArrayLike<number>

function comparison(ours: Numbers | undefined, theirs: Numbers | undefined): Sharing {
  if (!ours || !theirs) return 'absent'
  if (ours.length !== theirs.length) return 'different'
  const isSame = (to: (value: number) => number) =>
    Array.from(ours).every((value, i) => to(value) === to(theirs[i]!))
  // -0 and 0 are one number.
  return isSame((value) => value) ? 'equal' : isSame(Math.fround) ? 'rounded' : 'different'
}

describe('what two runs share before the first update', () => {
  it.each(bases.map((base, i) => [i, base] as const))(
    'is what is equal when both are built: experiment %i and each of its twins',
    (_, base) => {
      const ours = built(base)
      const twins = twinsIn(base)
      expect(twins.length).toBeGreaterThan(40)
      for (const { path, value, twin } of twins) {
        expect(relationProblems(twin)).toEqual([])
        const theirs = built(twin)
        const shared = sharedOf(base, twin)
        const names = [...new Set([...ours.parameters.keys(), ...theirs.parameters.keys()])]
        const found = names.map((name) => {
          const [own, other] = [ours.parameters.get(name), theirs.parameters.get(name)]
          const isOneShape = !own || !other || own.shape.join() === other.shape.join()
          return { name, sharing: isOneShape ? comparison(own?.value, other?.value) : 'different' }
        })
        expect([path, value, shared.parameters]).toEqual([path, value, found])
        // Windows of truncated BPTT change how often a batch is looked at, not what is in it.
        if (path === 'train.tbptt') expect(shared.data).toBe('equal')
        else expect([path, value, shared.data]).toEqual([path, value, comparison(ours.data, theirs.data)])
      }
    },
  )

  it('is nothing that is drawn where the seeds differ, and all of it where two experiments are one', () => {
    const [base] = bases
    const other = { ...base!, train: { ...base!.train, seed: 1 } }
    expect(new Set(sharedOf(base!, other).parameters.map(({ sharing }) => sharing))).toEqual(
      new Set(['different']),
    )
    expect(sharedOf(base!, other).data).toBe('different')
    expect(new Set(sharedOf(base!, base!).parameters.map(({ sharing }) => sharing))).toEqual(
      new Set(['equal']),
    )
  })

  it('is every initial weight of twins that differ in how they are trained', () => {
    const twins = twinsOf(small({ cell: 'lstm' }), 'clip.mode', 'none')
    if (!twins.ok) throw new Error('no twins')
    const [one, other] = twins.twins
    const { parameters, data } = sharedOf(one.experiment, other.experiment)
    expect([...parameters.map(({ sharing }) => sharing), data]).toEqual(Array(7).fill('equal'))
  })
})
