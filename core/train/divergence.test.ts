import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { stateOffset } from '../cells/cell'
import { findParameter } from '../nn/parameter'
import { backwardCause, firstNonFinite, forwardCause, stepCause } from './divergence'
import { complete, runToEnd } from './trainer.testing'
import type { Trainer } from './trainer'
import { createTrainer } from './trainer'

const input: ExperimentInput = {
  task: { name: 'parity', seqLen: 6 },
  model: { cell: 'lstm', hiddenSize: 3, numLayers: 2 },
  train: { batch: 2, updates: 5 },
}

/** A trainer after one forward and backward pass, whose buffers can be spoilt. */
function passed(given: ExperimentInput = input) {
  const trainer = createTrainer(complete(given))
  const window = trainer.nextWindow()
  const loss = trainer.forward(window)
  trainer.backward(window)
  const scores = trainer.model.forward(window.input, window.supervised)
  return { trainer, model: trainer.model, window, loss, scores }
}

function poison(trainer: Trainer, name: string, value: number): void {
  findParameter(trainer.model.parameters, name).value[0] = value
}

describe('firstNonFinite', () => {
  it('finds the first in the stretch, up to its last number, and nothing beyond', () => {
    const floats = Float64Array.of(NaN, 1, 2, Infinity, NaN)
    expect(firstNonFinite(floats)).toBe(0)
    expect(firstNonFinite(floats, 1)).toBe(3)
    expect(firstNonFinite(floats, 1, 3)).toBe(3)
    expect(firstNonFinite(floats, 1, 2)).toBe(-1)
  })
})

describe('stepCause', () => {
  it('names a parameter, else the memory of one, in each of its buffers', () => {
    const { model } = passed()
    const memory = model.parameters.map(() => [new Float64Array(2), new Float64Array(2)])
    expect(stepCause(model.parameters, memory)).toBeNull()
    const inMemory = { tensor: 'optimizer state of rnn.weight_hh_l0', step: null, value: 'NaN' }
    for (const buffer of [1, 0]) {
      memory[1][buffer][1] = NaN
      expect(stepCause(model.parameters, memory)).toEqual(inMemory)
      memory[1][buffer][1] = 0
    }
    findParameter(model.parameters, 'head.bias').value[1] = Infinity
    expect(stepCause(model.parameters, memory)).toEqual({
      tensor: 'head.bias',
      step: null,
      value: 'Infinity',
    })
  })
})

describe('forwardCause', () => {
  it('names the first state that is not finite, by layer and step', () => {
    const { model, window, scores } = passed()
    const [[bottom], [top]] = model.layers
    bottom.h[stateOffset(bottom, 4)] = NaN
    top.c![stateOffset(top, 2) + 5] = -Infinity
    expect(forwardCause(model, window, scores, 1)).toEqual({ tensor: 'c_l1', step: 2, value: '-Infinity' })
    bottom.h[stateOffset(bottom, 2)] = Infinity
    expect(forwardCause(model, window, scores, 1)).toEqual({ tensor: 'h_l0', step: 2, value: 'Infinity' })
  })

  it('names the output where only a score is not finite', () => {
    const { model, window, scores } = passed()
    scores[(3 * 2 + 1) * 2] = NaN
    expect(forwardCause(model, window, scores, NaN)).toEqual({ tensor: 'output', step: 3, value: 'NaN' })
  })

  it('takes of a state and a score the one that was computed first', () => {
    const { model, window, scores } = passed()
    const [[bottom]] = model.layers
    scores[(3 * 2 + 1) * 2] = NaN
    bottom.h[stateOffset(bottom, 4)] = NaN
    expect(forwardCause(model, window, scores, NaN)).toMatchObject({ tensor: 'output', step: 3 })
    bottom.h[stateOffset(bottom, 3)] = NaN
    expect(forwardCause(model, window, scores, NaN)).toMatchObject({ tensor: 'h_l0', step: 3 })
  })

  it('takes the state where there are two directions: scores are computed after all states', () => {
    const { model, window, scores } = passed({ ...input, model: { ...input.model, bidirectional: true } })
    const [[forward, reverse]] = model.layers
    scores[0] = NaN
    reverse.h[stateOffset(reverse, 5)] = NaN
    expect(forwardCause(model, window, scores, NaN)).toMatchObject({ tensor: 'h_l0_reverse', step: 5 })
    forward.h[stateOffset(forward, 5)] = NaN
    expect(forwardCause(model, window, scores, NaN)).toMatchObject({ tensor: 'h_l0', step: 5 })
  })

  it('names the loss where everything before it is finite', () => {
    const { model, window, scores } = passed()
    expect(forwardCause(model, window, scores, Infinity)).toEqual({
      tensor: 'loss',
      step: null,
      value: 'Infinity',
    })
  })

  it('follows the reverse direction in its own order', () => {
    const { model, window, scores } = passed({ ...input, model: { ...input.model, bidirectional: true } })
    const reverse = model.layers[0][1]
    reverse.h[stateOffset(reverse, 1)] = NaN
    reverse.h[stateOffset(reverse, 4)] = NaN
    expect(forwardCause(model, window, scores, 1)).toMatchObject({ tensor: 'h_l0_reverse', step: 4 })
  })

  it('counts steps within the sequence when BPTT is truncated', () => {
    const trainer = createTrainer(complete({ ...input, train: { ...input.train, tbptt: 2 } }))
    trainer.forward(trainer.nextWindow())
    const window = trainer.nextWindow()
    const scores = trainer.model.forward(window.input, window.supervised)
    scores[scores.length - 1] = NaN
    expect(forwardCause(trainer.model, window, scores, NaN).step).toBe(3)
    const [[bottom]] = trainer.model.layers
    bottom.h[stateOffset(bottom, 0)] = NaN
    expect(forwardCause(trainer.model, window, scores, NaN)).toMatchObject({ tensor: 'h_l0', step: 2 })
    bottom.gradH[6] = NaN
    expect(backwardCause(trainer.model, window, NaN)).toMatchObject({ tensor: 'grad h_l0', step: 3 })
  })
})

describe('backwardCause', () => {
  it('names the first dL/dh_t on the way back, from the top layer down', () => {
    const { model, window } = passed()
    const [[bottom], [top]] = model.layers
    bottom.gradH[5 * 6] = NaN
    expect(backwardCause(model, window, NaN)).toEqual({ tensor: 'grad h_l0', step: 5, value: 'NaN' })
    top.gradH[1 * 6] = Infinity
    top.gradH[3 * 6] = Infinity
    expect(backwardCause(model, window, NaN)).toEqual({ tensor: 'grad h_l1', step: 3, value: 'Infinity' })
  })

  it('names a parameter where all states are fine, and the norm where all parameters are', () => {
    const { model, window } = passed()
    expect(backwardCause(model, window, Infinity)).toEqual({
      tensor: 'gradient norm',
      step: null,
      value: 'Infinity',
    })
    findParameter(model.parameters, 'rnn.weight_hh_l0').grad[2] = NaN
    expect(backwardCause(model, window, NaN)).toEqual({
      tensor: 'grad rnn.weight_hh_l0',
      step: null,
      value: 'NaN',
    })
  })
})

describe('a run whose numbers stop being finite', () => {
  it('ends as diverged with the update, the tensor and the step', () => {
    const trainer = createTrainer(complete(input))
    poison(trainer, 'rnn.weight_hh_l0', NaN)
    const { end, records } = runToEnd(trainer)
    expect(records).toEqual([])
    expect(end).toMatchObject({
      status: 'diverged',
      update: 0,
      divergence: { update: 0, tensor: 'c_l0', step: 0, value: 'NaN' },
    })
  })

  it('counts a loss beyond the range of float32 as infinite', () => {
    const trainer = createTrainer(complete({ ...input, task: { name: 'adding' }, model: { cell: 'rnn' } }))
    poison(trainer, 'head.bias', 1e25)
    const { end } = runToEnd(trainer)
    expect(end).toMatchObject({ status: 'diverged', divergence: { tensor: 'loss', step: null } })
    if (end.status === 'diverged') expect(Number(end.divergence.value)).toBeCloseTo(1e50, -40)
    const origin = { tensor: 'output', step: 19 }
    expect(end).toMatchObject({ divergence: { origin } })
  })

  it('says of a loss beyond that range which state or output it came from, the first one', () => {
    const { model, window, scores } = passed()
    const [[cell]] = model.layers
    expect(forwardCause(model, window, scores, 1e45)).not.toHaveProperty('origin')
    scores[scores.length - 1] = 1.7e19
    expect(forwardCause(model, window, scores, 1e45)).not.toHaveProperty('origin')
    scores[scores.length - 1] = 1.9e19
    expect(forwardCause(model, window, scores, 1e45)).toMatchObject({
      tensor: 'loss',
      value: '1e+45',
      origin: { tensor: 'output', norm: '19000000000000000000' },
    })
    cell.h[stateOffset(cell, 1)] = 1e20
    expect(forwardCause(model, window, scores, 1e45).origin).toMatchObject({ tensor: 'h_l0', step: 1 })
  })

  it('says of a gradient norm beyond that range which gradient it came from, going back', () => {
    const { model, window } = passed()
    const [[cell]] = model.layers
    const block = cell.sizes.batch * cell.sizes.hiddenSize
    expect(backwardCause(model, window, 1e39)).toEqual({
      tensor: 'gradient norm',
      step: null,
      value: '1e+39',
    })
    model.parameters[0].grad[0] = 1e39
    const { name } = model.parameters[0]
    expect(backwardCause(model, window, 1e39).origin).toMatchObject({ tensor: `grad ${name}`, step: null })
    cell.gradH[2 * block] = 1e20
    expect(backwardCause(model, window, 1e39).origin).toMatchObject({ tensor: 'grad h_l0', step: 2 })
  })

  it.each(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const)(
    'keeps the last good parameters and memory when the step of %s itself overflows',
    (name) => {
      const trainer = createTrainer(
        complete({
          task: { name: 'adding', seqLen: 3 },
          model: { cell: 'rnn', hiddenSize: 2, nonlinearity: 'relu' },
          optimizer: { name, lr: 1000 },
          clip: { mode: 'none' },
          train: { dtype: 'float32', updates: 50, batch: 2 },
        }),
      )
      for (const { grad } of trainer.model.parameters) grad.fill(3e37)
      trainer.norms.normAfter = 3e38
      const before = trainer.model.parameters.map(({ value }) => [...value])
      const memory = trainer.optimizer.state()
      const cause = trainer.step(1000)
      expect(cause).not.toBeNull()
      expect(trainer.model.parameters.map(({ value }) => [...value])).toEqual(before)
      expect(trainer.optimizer.state()).toEqual(memory)
    },
  )

  it('leaves parameters that a last good step has made, all finite', () => {
    const { end, trainer, records } = runToEnd({
      task: { name: 'adding', seqLen: 20 },
      model: { cell: 'rnn', nonlinearity: 'relu', initGain: 3 },
      optimizer: { name: 'sgd', lr: 10 },
      clip: { mode: 'none' },
      train: { updates: 50 },
    })
    expect(end).toMatchObject({ status: 'diverged', update: records.length })
    for (const { value } of trainer.model.parameters) expect(value.every(Number.isFinite)).toBe(true)
  })
})
