import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { traceSchema } from '../contract/trace'
import { findParameter } from '../nn/parameter'
import { complete, runToEnd } from '../train/trainer.testing'
import { startTrace, traceFailed } from './trace'
import { train } from '../train/train'
import type { Trainer } from '../train/trainer'
import { createTrainer } from '../train/trainer'

const base: ExperimentInput = {
  task: { name: 'echo', seqLen: 6 },
  model: { cell: 'lstm', hiddenSize: 4, numLayers: 2 },
  train: { batch: 3, updates: 20 },
}

/** Everything that a trainer holds after an update, as numbers. */
function everything({ model, optimizer, stream }: Trainer): number[] {
  const { random, carried } = stream.state()
  return [
    ...model.parameters.flatMap(({ value, grad }) => [...value, ...grad]),
    ...model.layers.flat().flatMap((cell) => [...cell.activations, cell.gradH, cell.gradGates, cell.gradH0]),
    ...optimizer.buffers.flat(),
    JSON.stringify(random).length,
    ...(carried ? [...carried.h] : []),
    model.numClipped,
  ].flatMap((part) => (typeof part === 'number' ? [part] : [...part]))
}

function traceUpdate(input: ExperimentInput, updatesBefore = 2) {
  const trainer = createTrainer(complete(input))
  const updates = train(trainer)
  for (let u = 0; u < updatesBefore; u++) updates.next()
  const tracing = startTrace(trainer)
  const result = updates.next()
  const left = everything(trainer)
  return { trainer, trace: tracing.finish(), record: result.value, left, updates }
}

describe.each<[string, ExperimentInput]>([
  ['lstm', base],
  ['gru before', { ...base, model: { cell: 'gru', gruVariant: 'resetBefore', hiddenSize: 4 } }],
  ['bidirectional', { ...base, model: { cell: 'gru', bidirectional: true, hiddenSize: 4 } }],
  ['clipped', { ...base, clip: { mode: 'norm', threshold: 0.01 } }],
  ['clipped inside', { ...base, clip: { mode: 'step', threshold: 0.001 } }],
  [
    'truncated with a lead',
    { ...base, task: { name: 'adding', seqLen: 7 }, train: { ...base.train, tbptt: 3 } },
  ],
  ['truncated, float32', { ...base, train: { batch: 3, updates: 20, tbptt: 4, dtype: 'float32' } }],
])('a trace: %s', (_name, input) => {
  const { trainer, trace, record, left, updates } = traceUpdate(input)

  it('fits its schema and belongs to the update that was made', () => {
    expect(traceSchema.parse(trace)).toEqual(trace)
    expect(trace.update).toBe(2)
    expect(trace).toMatchObject({ output: { loss: (record as { loss: number }).loss } })
  })

  it('leaves every number of the trainer as the update left it', () => {
    expect(everything(trainer)).toEqual(left)
  })

  it('does not change what the run computes from then on', () => {
    const rest = [...updates].map(({ loss }) => loss)
    expect(rest).toEqual(
      runToEnd(input)
        .records.slice(3)
        .map(({ loss }) => loss),
    )
  })

  it('holds the gradient before clipping with the norm that the update measured', () => {
    const total = Math.sqrt(trace.parameters.flatMap(({ grad }) => [...grad]).reduce((s, g) => s + g * g, 0))
    expect(total).toBeCloseTo(trace.clip.normBefore, 10)
    expect((record as { gradNorm: number }).gradNorm).toBe(trace.clip.normBefore)
  })
})

describe('traceFailed', () => {
  const explosive: ExperimentInput = {
    task: { name: 'adding', seqLen: 20 },
    model: { cell: 'residual', hiddenSize: 4 },
    optimizer: { name: 'sgd', lr: 0.1 },
    clip: { mode: 'none' },
    train: { batch: 2 },
  }

  it('shows the states and gradients of the update in which a run diverged, of which no step was made', () => {
    const { trainer, end } = runToEnd(explosive)
    if (end.status !== 'diverged') throw new Error('it should diverge')
    const before = trainer.model.parameters.map(({ value }) => [...value])
    const trace = traceFailed(trainer)
    expect(traceSchema.parse(trace)).toEqual(trace)
    expect([trace.update, trace.optimizer]).toEqual([end.divergence.update, null])
    expect(trace.parameters.map((parameter) => [...parameter.before])).toEqual(before)
    for (const parameter of trace.parameters) expect(parameter.after).toEqual(parameter.before)
    const { loss } = trace.output
    const numbers = [
      ...trace.cells[0].gradH.data,
      ...trace.parameters[0].grad,
      loss ?? 0,
      trace.clip.normBefore,
    ]
    expect(numbers.some((value) => !(Math.abs(value) < 3.4e38))).toBe(true)
    expect(trace.cells[0].h.data.slice(0, 8).every((value) => value === 0)).toBe(true)
  })

  it('is the same whenever it is asked for, and leaves the last good parameters', () => {
    const { trainer } = runToEnd(explosive)
    const before = trainer.model.parameters.map(({ value }) => [...value])
    expect(traceFailed(trainer)).toEqual(traceFailed(trainer))
    expect(trainer.model.parameters.map(({ value }) => [...value])).toEqual(before)
  })

  it('shows the step too where it was the step that overflowed', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'adding', seqLen: 3 },
        model: { cell: 'rnn', nonlinearity: 'relu', hiddenSize: 3 },
        optimizer: { name: 'momentum', lr: 1000 },
        clip: { mode: 'none' },
        train: { batch: 3, dtype: 'float32' },
      }),
    )
    // States of 1e18 have gradients of 1e36, and steps beyond float32.
    findParameter(trainer.model.parameters, 'rnn.bias_ih_l0').value.fill(1e18)
    const { end } = runToEnd(trainer)
    expect(end).toMatchObject({ status: 'diverged', update: 0 })
    const memory = trainer.optimizer.state()
    const trace = traceFailed(trainer)
    expect(trace.optimizer).toMatchObject({ name: 'momentum', t: memory.t + 1 })
    expect(trace.parameters.some(({ after }) => after.some((value) => !Number.isFinite(value)))).toBe(true)
    expect(trace.parameters.every(({ grad }) => grad.every(Number.isFinite))).toBe(true)
    expect(traceFailed(trainer)).toEqual(trace)
    expect(trainer.optimizer.state()).toEqual(memory)
  })
})

describe('startTrace', () => {
  it('takes a norm before clipping that is not finite, where steps are limited while they flow back', () => {
    const { trace } = traceUpdate(
      {
        task: { name: 'adding', seqLen: 1000 },
        model: { cell: 'rnn', hiddenSize: 48, initGain: 5 },
        clip: { mode: 'step', threshold: 1e-3 },
        train: { batch: 1, dtype: 'float32' },
      },
      0,
    )
    expect(Number.isFinite(traceSchema.parse(trace).clip.normBefore)).toBe(false)
    expect(Number.isFinite(trace.clip.normAfter)).toBe(true)
  })

  it('says which window of truncated BPTT it shows', () => {
    const input: ExperimentInput = { ...base, train: { ...base.train, tbptt: 4 } }
    expect(traceUpdate(input, 0).trace.window).toMatchObject({ firstStep: 0, isCarried: false })
    const { window, sizes, cells } = traceUpdate(input, 1).trace
    expect(window).toEqual({ firstStep: 4, seqLen: 6, tbptt: 4, isCarried: true })
    expect(sizes.steps).toBe(2)
    expect(cells[0].gates.shape).toEqual([4, 2, 3, 4])
    expect(cells[0].h.data.slice(0, 12).some((value) => value !== 0)).toBe(true)
  })

  it.each([3, 5, 7])(
    'holds the steps that truncated BPTT after %s only ran through, with their states',
    (tbptt) => {
      const input: ExperimentInput = {
        task: { name: 'adding', seqLen: 14 },
        model: { cell: 'lstm', hiddenSize: 3, numLayers: 2 },
        train: { batch: 2, updates: 20, tbptt },
      }
      const { trace } = traceUpdate(input)
      const whole = traceUpdate({ ...input, train: { ...input.train, tbptt: null } }, 0).trace
      const L = trace.window.firstStep
      expect(traceSchema.parse(trace).lead).toMatchObject({ steps: L, input: { shape: [L, 2, 2] } })
      expect(trace.lead!.cells[1]).toMatchObject({
        h: { shape: [L + 1, 2, 3] },
        c: { shape: [L + 1, 2, 3] },
        gates: { shape: [4, L, 2, 3] },
        extra: { shape: [L, 2, 3] },
      })
      expect(trace.lead!.cells[1].h.data.slice(L * 6)).toEqual(trace.cells[1].h.data.slice(0, 6))
      expect(whole.lead).toBeNull()

      // Of the first update both have the same weights, so the same states.
      const first = traceUpdate(input, 0).trace.lead!
      first.cells.forEach((cell, k) => {
        expect(cell.h.data).toEqual(whole.cells[k].h.data.slice(0, (L + 1) * 6))
        expect(cell.c!.data).toEqual(whole.cells[k].c!.data.slice(0, (L + 1) * 6))
        expect(cell.extra!.data).toEqual(whole.cells[k].extra!.data.slice(0, L * 6))
        for (let q = 0; q < 4; q++) {
          const expected = whole.cells[k].gates.data.slice(q * 14 * 6, (q * 14 + L) * 6)
          expect(cell.gates.data.slice(q * L * 6, (q + 1) * L * 6)).toEqual(expected)
        }
      })
      expect(first.input.data).toEqual(whole.input.data.slice(0, L * 4))
    },
  )

  it('refuses to finish before an update was made, and after two', () => {
    const trainer = createTrainer(complete(base))
    const updates = train(trainer)
    const tracing = startTrace(trainer)
    expect(() => tracing.finish()).toThrow('0 updates were made since the trace began, expected 1')
    updates.next()
    updates.next()
    expect(() => tracing.finish()).toThrow('2 updates')
  })

  it('refuses an update of more numbers than anybody could look at', () => {
    const huge = complete({
      ...base,
      model: { cell: 'lstm', hiddenSize: 128 },
      task: { name: 'echo', seqLen: 200 },
      train: { batch: 100 },
    })
    expect(() => startTrace(createTrainer(huge))).toThrow(/numbers, expected at most 16000000/)
  })

  it('counts the steps that truncated BPTT only runs through', () => {
    const long = (seqLen: number) =>
      createTrainer(
        complete({
          task: { name: 'adding', seqLen },
          model: { cell: 'lstm', hiddenSize: 64 },
          train: { batch: 60, tbptt: 10 },
        }),
      )
    expect(() => startTrace(long(1000))).toThrow(/numbers, expected at most 16000000/)
    expect(() => startTrace(long(100))).not.toThrow()
  })
})
