import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { makeFolder } from '../store/keptRun.testing'
import { filesOf, trained } from './exchange.testing'
import { computeNextUpdate } from './nextUpdate'
import { numpy, pytorch } from './scripts'
import { readZip } from './zip.testing'

let folder: string
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const expectedIn = (script: Buffer) => ({
  loss: Number(/EXPECTED_LOSS = (.*)/.exec(script.toString())![1]),
  gradNorm: Number(/EXPECTED_GRAD_NORM = (.*)/.exec(script.toString())![1]),
})

const runs: readonly [string, Omit<ExperimentInput, 'train'> & { train?: ExperimentInput['train'] }][] = [
  ['adding', { task: { name: 'adding', seqLen: 6 }, model: { cell: 'lstm', hiddenSize: 3 } }],
  [
    'limited at every step',
    {
      task: { name: 'copy' },
      model: { cell: 'gru', hiddenSize: 3 },
      clip: { mode: 'step', threshold: 1e-4 },
    },
  ],
  [
    'with dropout, embedded, from a learned state',
    {
      task: { name: 'copy' },
      model: {
        ...{ cell: 'lstm', hiddenSize: 3, numLayers: 2 },
        ...{ dropout: 0.3, embeddingSize: 2, learnInitialState: true },
      },
    },
  ],
  ['truncated', { task: { name: 'echo' }, model: { cell: 'rnn', hiddenSize: 3 }, train: { tbptt: 4 } }],
]

describe('the numbers that a script expects', () => {
  it.each(runs)('are those of the next update: %s', async (name, experiment) => {
    const run = await trained(join(folder, name), {
      ...experiment,
      train: { ...experiment.train, batch: 4, updates: 41, threads: 1 },
    })
    for (const format of [numpy, pytorch]) {
      const files = await filesOf(format, run, 37)
      const { loss, gradNorm } = expectedIn(files.get('update.py')!)
      expect(loss).toBe(run.log.columns.loss[37])
      expect(gradNorm).toBe(run.log.columns.gradNorm[37])
      expect([...files.keys()]).toEqual(['update.py', 'weights.npz', 'batch.npz'])
    }
  })

  it('go on behind the last update of a run that has ended', async () => {
    const experiment = runs[0]![1]
    const train20 = { batch: 4, updates: 20, threads: 1 }
    const run = await trained(join(folder, 'ended'), { ...experiment, train: train20 })
    const longer = createTrainer({ ...run.experiment, train: { ...run.experiment.train, updates: 21 } })
    const { loss, gradNorm } = [...train(longer)].at(-1)!
    expect(expectedIn((await filesOf(numpy, run)).get('update.py')!)).toEqual({ loss, gradNorm })
  })

  it('of a float32 run are computed in float64, near those of its log, and the script says so', async () => {
    const run = await trained(join(folder, 'float32'), {
      ...{ task: { name: 'echo' }, model: { cell: 'gru', hiddenSize: 3 } },
      train: { batch: 4, updates: 20, threads: 1, dtype: 'float32', tbptt: 5 },
    })
    const files = await filesOf(numpy, run, 14)
    const { loss, gradNorm } = expectedIn(files.get('update.py')!)
    expect(Math.abs(loss - run.log.columns.loss[14]!)).toBeLessThan(1e-5)
    expect(loss).not.toBe(Math.fround(loss))
    expect(Math.abs(gradNorm - run.log.columns.gradNorm[14]!)).toBeLessThan(1e-5)
    expect(files.get('update.py')!.toString()).toContain('The run computes in float32.')
  })
})

it('batch.npz holds what the update sees, with the state that truncated BPTT carries on', async () => {
  const run = await trained(join(folder, 'carried'), {
    ...{ task: { name: 'echo' }, model: { cell: 'lstm', hiddenSize: 3, numLayers: 2 } },
    train: { batch: 4, updates: 20, threads: 1, tbptt: 5 },
  })
  const { inputSize } = createTrainer(run.experiment).task.shape
  const headers = async (update: number) =>
    (await readZip((await filesOf(numpy, run, update)).get('batch.npz')!)).map(
      ({ name, bytes }) =>
        `${name} ${/descr': '<(..).*'shape': \((.*)\)/.exec(bytes.toString('latin1'))!.slice(1).join(' ')}`,
    )
  // Twenty steps are four windows: update 4 begins with new sequences.
  expect(await headers(4)).toEqual([
    `x.npy f8 5, 4, ${inputSize},`,
    expect.stringMatching(/^classes.npy i4 \d, 4,$/),
  ])
  expect((await headers(5)).slice(2)).toEqual(['h0.npy f8 2, 4, 3,', 'c0.npy f8 2, 4, 3,'])
})

it('batch.npz holds the masks of dropout of that update, as many steps as the update sees', async () => {
  const run = await trained(join(folder, 'masks'), {
    ...{ task: { name: 'echo' }, model: { cell: 'gru', hiddenSize: 3, numLayers: 3, dropout: 0.5 } },
    train: { batch: 4, updates: 6, threads: 1, tbptt: 7, dtype: 'float32' },
  })
  // The third window of twenty steps has six.
  const members = await readZip((await filesOf(numpy, run, 2)).get('batch.npz')!)
  const masks = members.filter(({ name }) => name.startsWith('mask'))
  expect(masks.map(({ name }) => name)).toEqual(['mask_l0.npy', 'mask_l1.npy'])
  for (const { bytes } of masks) {
    expect(bytes.toString('latin1')).toContain("'shape': (6, 4, 3,)")
    const values = new Float64Array(
      bytes.buffer.slice(bytes.byteOffset + bytes.length - 6 * 4 * 3 * 8, bytes.byteOffset + bytes.length),
    )
    expect([...new Set(values)].sort()).toEqual([0, 2])
  }
})

it('an update whose numbers are not finite has no script', () => {
  const trainer = createTrainer(
    experimentSchema.parse({ task: { name: 'sine' }, model: { cell: 'residual', hiddenSize: 3 } }),
  )
  for (const { value } of trainer.model.parameters) value.fill(1e200)
  expect(() => computeNextUpdate(trainer)).toThrow(
    'update 1 diverges, its loss is Infinity and the norm of its gradient NaN: name an earlier one',
  )
})
