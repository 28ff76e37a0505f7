import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { restoreCheckpoint, saveCheckpoint } from './checkpoint'
import { complete, makeUpdates, runToEnd } from './trainer.testing'
import { train } from './train'
import { createTrainer } from './trainer'

const small: ExperimentInput = {
  task: { name: 'echo', seqLen: 8, delay: 2 },
  model: { cell: 'gru', hiddenSize: 6 },
  train: { batch: 4, updates: 12, seed: 5 },
}

function lossesOf(input: ExperimentInput): number[] {
  return runToEnd(input).records.map(({ loss }) => loss)
}

function withTrain(given: Partial<NonNullable<ExperimentInput['train']>>): ExperimentInput {
  return { ...small, train: { ...small.train, ...given } }
}

describe('train', () => {
  it('yields one record an update and ends as done', () => {
    const { records, end } = runToEnd(small)
    expect(records.map(({ update }) => update)).toEqual([...Array(12).keys()])
    expect(end).toMatchObject({ status: 'done', reason: 'updates', update: 12, loss: records[11].loss })
  })

  it('records the share of clipped updates, and norms that clipping brought down to the threshold', () => {
    const { records, end } = runToEnd({ ...small, clip: { mode: 'norm', threshold: 0.1 } })
    const clipped = records.filter(({ gradNorm }) => gradNorm > 0.1)
    expect(clipped.length).toBeGreaterThan(0)
    expect(records.filter((record) => record.clipped)).toEqual(clipped)
    expect(end.clippedShare).toBe(clipped.length / records.length)
    for (const { gradNormClipped } of clipped) expect(gradNormClipped).toBeCloseTo(0.1, 4)
    for (const record of records) {
      if (!record.clipped) expect(record.gradNormClipped).toBe(record.gradNorm)
    }
  })

  it('follows the learning rate schedule', () => {
    const { records } = runToEnd({
      ...small,
      optimizer: { lr: 0.1, warmup: 2, schedule: 'step', stepSize: 5, gamma: 0.5 },
    })
    expect(records.map(({ lr }) => lr)).toEqual([
      0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05,
    ])
  })
})

describe('the same experiment', () => {
  it('gives the same bits twice', () => {
    expect(lossesOf(small)).toEqual(lossesOf(small))
  })

  it.each([
    ['float64', [0.675403356598202, 0.6820686226165767, 0.6532607712966276]],
    ['float32', [0.675403350285142, 0.6820686284129929, 0.6532607718508046]],
  ] as const)('gives the losses it has always given (%s)', (dtype, want) => {
    expect(lossesOf(withTrain({ dtype })).slice(0, 3)).toEqual(want)
  })

  it('shares its weights with a twin of the same initSeed, and its data with one of the same dataSeed', () => {
    const weights = (input: ExperimentInput) => createTrainer(complete(input)).model.parameters[0].value
    const data = (input: ExperimentInput) => createTrainer(complete(input)).nextWindow().input
    const twin = { ...withTrain({ seed: 9, initSeed: 5 }) }
    expect(weights(twin)).toEqual(weights(small))
    expect(data(twin)).not.toEqual(data(small))
    const other = { ...withTrain({ seed: 9, dataSeed: 5 }), model: { cell: 'rnn' as const } }
    expect(data(other)).toEqual(data(small))
  })

  it.each([
    ['whole sequences', small],
    ['truncated BPTT', withTrain({ tbptt: 3 })],
    ['momentum and tuning', { ...small, optimizer: { name: 'nesterov', lr: 0.05 } }],
  ] as [string, ExperimentInput][])('goes on from a checkpoint with the same bits: %s', (_, input) => {
    const tunings = { 2: { lr: 0.02 }, 8: { clipThreshold: 0.1 } }
    const whole = runToEnd(input, {}, tunings)
    for (const stopAt of [1, 4, 7]) {
      const first = createTrainer(complete(input))
      const records = makeUpdates(first, stopAt, tunings)
      const second = createTrainer(complete(input))
      restoreCheckpoint(second, structuredClone(saveCheckpoint(first)))
      second.adoptTuningEvents(first.tuningEvents)
      const rest = runToEnd(second, {}, tunings)
      expect([...records, ...rest.records]).toEqual(whole.records)
      expect(rest.trainer.tuningEvents).toEqual(whole.trainer.tuningEvents)
      expect(rest.end).toEqual(whole.end)
    }
  })
})

describe('tuning', () => {
  it('applies from the next update on and leaves tuning events', () => {
    const { records, trainer } = runToEnd(
      { ...small, optimizer: { lr: 0.01 } },
      {},
      {
        3: { lr: 0.5 },
        5: { lr: 0.25, clipThreshold: 2 },
        6: { clipThreshold: 2 },
      },
    )
    expect(records.map(({ lr }) => lr).slice(2, 8)).toEqual([0.01, 0.01, 0.5, 0.5, 0.25, 0.25])
    expect(trainer.tuningEvents).toEqual([
      { update: 4, field: 'optimizer.lr', from: 0.01, to: 0.5 },
      { update: 6, field: 'optimizer.lr', from: 0.5, to: 0.25 },
      { update: 6, field: 'clip.threshold', from: 1, to: 2 },
    ])
  })

  it('changes nothing before it and everything after it', () => {
    const plain = runToEnd(small).records.map(({ loss }) => loss)
    const tuned = runToEnd(small, {}, { 3: { lr: 0.5 } }).records.map(({ loss }) => loss)
    // The loss of update 4 is measured before the step with the new rate.
    expect(tuned.slice(0, 5)).toEqual(plain.slice(0, 5))
    expect(tuned[5]).not.toBe(plain[5])
  })

  it('limits the very next gradient to a new clip threshold', () => {
    const { records } = runToEnd(small, {}, { 3: { clipThreshold: 0.01 } })
    expect(records[3].clipped).toBe(false)
    expect(records[4].gradNormClipped).toBeCloseTo(0.01, 5)
  })
})

describe('stop rules', () => {
  it('end the run once the smoothed loss is low enough', () => {
    const input = withTrain({ updates: 2000, stop: { loss: 0.6 } })
    const { end, records } = runToEnd({ ...input, optimizer: { lr: 0.02 } })
    expect(end.reason).toBe('loss')
    let average = 0
    const smoothed = records.map(({ loss }, u) => {
      average = 0.98 * average + 0.02 * loss
      return average / (1 - 0.98 ** (u + 1))
    })
    expect(smoothed[records.length - 1]).toBeLessThanOrEqual(0.6)
    expect(smoothed.slice(0, -1).every((loss) => loss > 0.6)).toBe(true)
  })

  it('end the run when the smoothed loss has had no new minimum for so many updates', () => {
    const input = withTrain({ updates: 2000, stop: { patience: 20 } })
    const { end } = runToEnd({ ...input, task: { name: 'parityEnd' }, optimizer: { lr: 1e-9 } })
    expect(end.reason).toBe('patience')
    expect(end.update).toBeGreaterThanOrEqual(20)
  })

  it('end the run when its updates took too long, and do not count the time between them', () => {
    let time = 0
    const trainer = createTrainer(complete(withTrain({ stop: { seconds: 1 } })))
    const updates = train(trainer, { now: () => (time += 125) })
    let result = updates.next()
    while (!result.done) {
      time += 60_000
      result = updates.next()
    }
    expect(result.value).toMatchObject({ status: 'done', reason: 'seconds', update: 8 })
  })
})
