import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Observation } from '../contract/observation'
import { observationSchema } from '../contract/observation'
import { viewNames } from '../contract/views'
import { stateOffset } from '../cells/cell'
import type { Floats } from '../math/floats'
import { norm } from '../kernels/norms'
import { copyValues, findParameter } from '../nn/parameter'
import { jacobianNorms } from './jacobian'
import { createObserver } from './observe'
import { stepGradientNorms } from './observeFlow'
import { gateSaturation, saturatedUnits } from './observeGates'
import { histogram } from './observeHistograms'
import { recurrentSpectra } from './observeSpectrum'
import { updateRatios } from './passWeights'
import { complete } from '../train/trainer.testing'
import { train } from '../train/train'
import { createTrainer } from '../train/trainer'
import { judgePath } from './verdict'

type Changes = Partial<Pick<ExperimentInput, 'clip' | 'task' | 'train' | 'optimizer'>> & {
  model?: Partial<ExperimentInput['model']>
}

function setUp({ model, ...changes }: Changes = {}) {
  const trainer = createTrainer(
    complete({
      task: { name: 'adding', seqLen: 6 },
      clip: { mode: 'none' },
      ...changes,
      model: { cell: 'lstm', hiddenSize: 3, ...model },
      train: { batch: 4, updates: 100, dtype: 'float64', ...changes.train },
    }),
  )
  return { trainer, observer: createObserver(trainer), updates: train(trainer) }
}

/** One update, then one that is observed in full. */
function observed(changes: Changes = {}) {
  const parts = setUp(changes)
  const { trainer, observer, updates } = parts
  updates.next()
  const before = copyValues(trainer.model.parameters)
  observer.prepare()
  updates.next()
  const after = copyValues(trainer.model.parameters)
  return { ...parts, before, after, observation: observer.observe(viewNames) }
}

const cells = ['rnn', 'residual', 'gru', 'lstm'] as const

describe('an observation', () => {
  it.each(cells)('of a net of %s cells is what the diagnostics say, and fits its schema', (cell) => {
    const { trainer, observation, before, after } = observed({ model: { cell } })
    observationSchema.parse(observation)
    expect(observation.update).toBe(1)
    const [[top]] = trainer.model.layers
    const { parameters } = trainer.model

    expect(observation.flow).toEqual({ layers: [{ name: 'l0', ...stepGradientNorms(top), unclipped: null }] })
    expect(observation.gates?.layers[0]).toEqual({
      name: 'l0',
      gates: gateSaturation(top),
      saturatedUnits: saturatedUnits(top),
    })
    const ratios = updateRatios(before, parameters)
    observation.norms?.parameters.forEach((each, p) => {
      const { name, grad } = parameters[p]
      const gradNorm = norm(grad, 0, grad.length)
      const updateRatio = ratios[p].ratio
      expect(each).toMatchObject({ name, gradNorm, gradNormClipped: gradNorm, updateRatio })
      const gateNorms = Float64Array.from(each.gates, (gate) => gate.gradNorm)
      if (gateNorms.length > 0) expect(norm(gateNorms, 0, gateNorms.length)).toBeCloseTo(gradNorm, 12)
    })

    // The rest depends on the weights: those of the pass, not those after the step.
    parameters.forEach(({ value }, p) => value.set(before[p]))
    const norms = jacobianNorms(top)
    const verdict = judgePath(norms, { needed: 5, window: 6 })
    expect(observation.jacobian).toEqual({ layer: 'l0', ...norms, verdict })
    expect(observation.spectrum).toEqual({ layers: [{ name: 'l0', blocks: recurrentSpectra(top) }] })
    expect(observation.histograms?.parameters).toEqual(
      parameters.map(({ name, value, grad }) => ({ name, weight: histogram(value), grad: histogram(grad) })),
    )
    expect(after).not.toEqual(before)
  })

  it('names the gates in their order, and none where there is one only', () => {
    const names = (changes: Changes) =>
      observed(changes).observation.norms?.parameters.map(({ name, gates }) => [
        name,
        gates.map(({ gate }) => gate).join(''),
      ])
    expect(names({ model: { cell: 'gru', bias: false } })).toEqual([
      ['rnn.weight_ih_l0', 'rzn'],
      ['rnn.weight_hh_l0', 'rzn'],
      ['head.weight', ''],
      ['head.bias', ''],
    ])
    expect(names({ model: { cell: 'rnn', bias: false } })?.every(([, gates]) => gates === '')).toBe(true)
  })

  it('shows the states and gates of the first sequence of the top layer', () => {
    const { trainer, observation } = observed({ model: { numLayers: 2 } })
    const top = trainer.model.layers[1][0]
    const { states } = observation
    expect(states).toMatchObject({ layer: 'l1', seqLen: 6, hiddenSize: 3 })
    for (let t = 0; t < 6; t++) {
      const at = stateOffset(top, t)
      expect([...states!.h.subarray(3 * t, 3 * t + 3)]).toEqual([...top.h.subarray(at, at + 3)])
      expect([...states!.c!.subarray(3 * t, 3 * t + 3)]).toEqual([...top.c!.subarray(at, at + 3)])
      const o = ((3 * 6 + t) * 4 + 0) * 3
      expect([...states!.gates[3].values.subarray(3 * t, 3 * t + 3)]).toEqual([
        ...top.gates.subarray(o, o + 3),
      ])
    }
    expect(states!.gates.map(({ gate }) => gate)).toEqual(['i', 'f', 'g', 'o'])
    expect(observed({ model: { cell: 'rnn' } }).observation.states!.gates).toEqual([])
  })

  it('names both directions', () => {
    const { observation } = observed({ model: { bidirectional: true, numLayers: 2 } })
    const names = observation.flow!.layers.map(({ name }) => name)
    expect(names).toEqual(['l0', 'l0_reverse', 'l1', 'l1_reverse'])
    expect(observation.jacobian!.layer).toBe('l1')
  })

  it('holds what was asked for and nothing else, and says when each view is done', () => {
    const { observer, updates } = setUp()
    updates.next()
    const done: string[] = []
    const observation = observer.observe(['gates', 'flow'], (view) => done.push(view))
    expect(viewNames.filter((view) => observation[view] !== null)).toEqual(['flow', 'gates'])
    expect(done).toEqual(['flow', 'gates'])
  })

  it('knows no update ratio where the weights were not kept', () => {
    const { observer, updates } = setUp()
    observer.prepare()
    updates.next()
    updates.next()
    const ratios = observer.observe(['norms']).norms!.parameters.map(({ updateRatio }) => updateRatio)
    expect(ratios.every(Number.isNaN)).toBe(true)
  })

  it('has its place in the whole sequence under truncated BPTT', () => {
    const { observation, trainer } = observed({
      task: { name: 'parity', seqLen: 5 },
      train: { tbptt: 2 },
    })
    const { steps } = trainer.model.layers[0][0]
    expect(steps).toBe(2)
    const isKnown = (column: Float64Array) => [...column].map((value) => !Number.isNaN(value))
    expect(isKnown(observation.flow!.layers[0].h)).toEqual([false, false, true, true, false])
    expect(isKnown(observation.jacobian!.h)).toEqual([false, false, true, true, false])
    expect(observation.jacobian!.verdict).toMatchObject({ lag: 1, needed: 1 })
    expect(isKnown(observation.states!.h).indexOf(true)).toBe(2 * 3)
    expect(isKnown(observation.memory!.influences[0].values)).not.toContain(false)
  })

  it('shows the gates of the last window too, which is shorter', () => {
    const { observer, updates, trainer } = setUp({
      task: { name: 'parity', seqLen: 5 },
      train: { tbptt: 2 },
    })
    for (let made = 0; made < 3; made++) updates.next()
    const [[cell]] = trainer.model.layers
    const { states } = observer.observe(['states'])
    // Gate o of the first sequence: gates lie two steps apart also where there is one.
    const o = 3 * 2 * 4 * 3
    expect([...states!.gates[3].values.subarray(4 * 3)]).toEqual([...cell.gates.subarray(o, o + 3)])
  })

  it('leaves out what would take too long in so large a network', () => {
    const { observer, updates } = setUp({
      model: { hiddenSize: 448 },
      train: { batch: 1, updates: 1, dtype: 'float32' },
    })
    updates.next()
    expect(observer.observe(['jacobian', 'spectrum'])).toMatchObject({ jacobian: null, spectrum: null })
  })
})

describe('gradient norms of gates', () => {
  const gatesOf = (changes: Changes) =>
    observed(changes).observation.norms!.parameters.flatMap(({ gates }) => gates.map((gate) => gate.gradNorm))

  it.each(['norm', 'value', 'step'] as const)('are those before clipping by %s', (mode) => {
    // Both runs start with an unclipped update, so that they meet at the same weights.
    const plain = setUp({ clip: { mode: 'none' } })
    const clipped = setUp({ clip: { mode, threshold: 1e-4 } })
    for (const { observer } of [plain, clipped]) observer.prepare()
    plain.updates.next()
    clipped.updates.next()
    const of = ({ observer }: typeof plain) => observer.observe(['norms']).norms!.parameters
    const [expected, found] = [of(plain), of(clipped)]
    found.forEach((parameter, p) => {
      expect(parameter.gradNorm).toBe(expected[p].gradNorm)
      // Clipping inside the recurrence leaves the head alone.
      if (parameter.gates.length > 0) expect(parameter.gradNormClipped).toBeLessThan(parameter.gradNorm)
      parameter.gates.forEach(({ gate, gradNorm }, q) => {
        expect(gate).toBe(expected[p].gates[q].gate)
        expect(gradNorm / expected[p].gates[q].gradNorm).toBeCloseTo(1, 9)
      })
    })
  })

  it('are left out where clipping lost them and the weights of the pass are gone', () => {
    const { observer, updates } = setUp({ clip: { mode: 'value', threshold: 1e-4 } })
    updates.next()
    expect(observer.observe(['norms']).norms!.parameters.flatMap(({ gates }) => gates)).toEqual([])
    expect(gatesOf({ clip: { mode: 'value', threshold: 1e-4 } })).not.toEqual([])
  })
})

describe('saturatedUnits', () => {
  it('counts units that are beyond 0.95 at every step of every sequence', () => {
    const { trainer } = observed({ model: { cell: 'rnn', hiddenSize: 4 } })
    const [[cell]] = trainer.model.layers
    cell.gates.fill(0.5)
    const rows = 6 * 4
    for (let row = 0; row < rows; row++) {
      cell.gates[row * 4] = row % 2 === 0 ? 0.99 : -0.99
      cell.gates[row * 4 + 1] = row === 7 ? 0.9 : 0.99
    }
    expect(saturatedUnits(cell)).toBe(1 / 4)
  })

  it('counts with relu the units that are always 0', () => {
    const { trainer } = observed({ model: { cell: 'rnn', nonlinearity: 'relu', hiddenSize: 2 } })
    const [[cell]] = trainer.model.layers
    cell.gates.fill(0)
    cell.gates[1] = 5
    expect(saturatedUnits(cell)).toBe(1 / 2)
  })
})

describe('a run that is observed', () => {
  const experiments: Record<string, Changes> = {
    'LSTM, clipped by the norm': { clip: { mode: 'norm', threshold: 0.05 } },
    'GRU, clipped by value': { model: { cell: 'gru' }, clip: { mode: 'value', threshold: 0.01 } },
    'residual, clipped in the recurrence': {
      model: { cell: 'residual' },
      clip: { mode: 'step', threshold: 0.01 },
    },
    'two layers, truncated': {
      model: { cell: 'rnn', numLayers: 2 },
      task: { name: 'echo', seqLen: 7, delay: 1 },
      train: { tbptt: 3 },
    },
    'both directions': { model: { cell: 'gru', bidirectional: true } },
    'single precision': { train: { dtype: 'float32' }, clip: { mode: 'step', threshold: 0.01 } },
  }

  it.each(Object.entries(experiments))('goes on to the very same bits: %s', (_, changes) => {
    const watched = setUp(changes)
    const alone = setUp(changes)
    for (let update = 0; update < 30; update++) {
      if (update % 2 === 0) watched.observer.prepare()
      expect(watched.updates.next()).toEqual(alone.updates.next())
      if (update % 3 !== 1) watched.observer.observe(viewNames)
    }
    const endOf = ({ trainer }: typeof alone) => ({
      values: trainer.model.parameters.map(({ value, grad }) => [value, grad]),
      optimizer: trainer.optimizer.state(),
      stream: trainer.stream.state(),
      sample: trainer.sample(),
    })
    expect(endOf(watched)).toEqual(endOf(alone))
  })
})

describe('a run that diverged', () => {
  /** One good update, then one that fails because of what `spoil` does to the weights. */
  function diverge(
    spoil: (weights: (name: string) => Floats) => void,
    changes: Changes = {},
    updatesBefore = 1,
  ) {
    const parts = setUp({
      task: { name: 'parity', seqLen: 6 },
      model: { cell: 'rnn', bias: false },
      ...changes,
      train: { dtype: 'float32', ...changes.train },
    })
    const { trainer, observer, updates } = parts
    observer.prepare()
    for (let made = 0; made < updatesBefore; made++) updates.next()
    spoil((name) => findParameter(trainer.model.parameters, name).value)
    const { value } = updates.next()
    if (!('status' in value) || value.status !== 'diverged') throw new Error('it did not diverge')
    const found = observer.observeDivergence(viewNames, value.divergence)
    for (const observation of found) observationSchema.parse(observation)
    return { found, tensor: value.divergence.tensor }
  }

  const shown = (observation: Observation) => viewNames.filter((view) => observation[view] !== null)

  it('in the forward pass shows the states that failed and the gradients of the update before', () => {
    const { found, tensor } = diverge((weights) => weights('head.weight').fill(NaN))
    expect(tensor).toBe('output')
    expect(found.map(({ update }) => update)).toEqual([0, 1])
    expect(shown(found[0])).toEqual(['flow', 'norms', 'histograms'])
    expect(shown(found[1])).toEqual(['jacobian', 'spectrum', 'gates', 'states', 'memory'])
    expect(found[1].memory!.influences[0].values.every(Number.isNaN)).toBe(true)
  })

  it('in the loss shows the same of both', () => {
    const spoil = (weights: (name: string) => Floats) => void weights('head.bias').fill(1e25)
    const { found, tensor } = diverge(spoil, { task: { name: 'adding', seqLen: 6 } })
    expect([tensor, found.map(({ update }) => update)]).toEqual(['loss', [0, 1]])
  })

  it('in the first forward pass shows no update before it', () => {
    const { found } = diverge((weights) => weights('head.weight').fill(NaN), {}, 0)
    expect(found.map(({ update }) => update)).toEqual([0])
    expect(shown(found[0])).not.toContain('flow')
  })

  it('in the forward pass of another window shows no gradients of the window before', () => {
    const { found } = diverge((weights) => weights('head.weight').fill(NaN), { train: { tbptt: 3 } })
    expect(found.map(({ update }) => update)).toEqual([1])
  })

  it('in the forward pass lost what clipping by value had lost of the update before', () => {
    const clip = { mode: 'value', threshold: 1e-4 } as const
    const { found } = diverge((weights) => weights('head.weight').fill(NaN), { clip, model: { cell: 'gru' } })
    expect(found[0].norms!.parameters.flatMap(({ gates }) => gates)).toEqual([])
  })

  it('in the backward pass shows that pass, with a verdict', () => {
    const { found, tensor } = diverge((weights) => {
      weights('rnn.weight_ih_l0').fill(0)
      weights('rnn.weight_hh_l0').fill(1e3)
      // Of one class only: what both classes share cancels out.
      weights('head.weight').fill(1e30, 0, 3)
    })
    expect(tensor).toMatch(/^grad/)
    expect(found).toHaveLength(1)
    expect(shown(found[0])).toEqual(viewNames)
    expect(found[0]).toMatchObject({ update: 1, jacobian: { verdict: { verdict: 'exploding' } } })
    expect(found[0].flow!.layers[0].h).toContain(Infinity)
  })

  it('has views of weights that are not finite', () => {
    const { found } = diverge((weights) => weights('rnn.weight_hh_l0').fill(NaN))
    expect(found[1].jacobian!.verdict).toMatchObject({ verdict: 'exploding', gain: NaN })
    expect(found[0].histograms!.parameters).toHaveLength(4)
  })
})
