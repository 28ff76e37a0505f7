import { describe, expect, it } from 'vitest'
import { findParameter } from '../nn/parameter'
import { Recurrent, type RecurrentSettings } from '../nn/recurrent'
import { previousOffset, stateOffset } from './cell'
import { cellTypes } from './registry'

/*
 * Nets of one unit and one input, small enough to follow with a pencil. Weights are given by block name and
 * are 0 where not given; the loss is the sum of all outputs, each times its weight in `gradOutput`.
 */

interface HandWorked {
  readonly settings: Partial<RecurrentSettings>
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly x: readonly number[]
  readonly h0?: number
  readonly c0?: number
  readonly gradOutput: readonly number[]
}

function run({ settings, weights, x, h0 = 0, c0 = 0, gradOutput }: HandWorked): Recurrent {
  const net = new Recurrent(
    {
      cell: 'rnn',
      nonlinearity: 'tanh',
      gruVariant: 'resetAfter',
      residualScale: 1,
      inputSize: 1,
      hiddenSize: 1,
      numLayers: 1,
      bias: true,
      bidirectional: false,
      ...settings,
    },
    { seqLen: x.length, batch: 1, dtype: 'float64' },
  )
  for (const [name, values] of Object.entries(weights)) findParameter(net.parameters, name).value.set(values)
  net.initialState.h.fill(h0)
  net.initialState.c?.fill(c0)
  net.forward(Float64Array.from(x), x.length)
  net.gradOutput.set(gradOutput)
  net.backward()
  return net
}

function outputs(net: Recurrent): number[] {
  return [...net.output.slice(net.outputOffset)]
}

function grad(net: Recurrent, name: string): number[] {
  return [...findParameter(net.parameters, name).grad]
}

function gradInput(net: Recurrent, length: number): number[] {
  const result = new Float64Array(length)
  net.computeGradInput(result)
  return [...result]
}

const s = (x: number): number => 1 / (1 + Math.exp(-x))

describe('rnn, worked by hand', () => {
  const net = run({
    settings: { nonlinearity: 'relu' },
    weights: { weight_ih_l0: [2], weight_hh_l0: [3], bias_ih_l0: [1], bias_hh_l0: [-1] },
    x: [1, 2],
    gradOutput: [0, 1],
  })

  it('forward: h_1 = 2*1 + 3*0 + 0 = 2, h_2 = 2*2 + 3*2 = 10', () => {
    expect(outputs(net)).toEqual([2, 10])
    expect([...net.finalState.h]).toEqual([10])
  })

  it('backward: da_2 = 1, da_1 = 3, and the sums over both', () => {
    expect(grad(net, 'weight_ih_l0')).toEqual([1 * 2 + 3 * 1])
    expect(grad(net, 'weight_hh_l0')).toEqual([1 * 2 + 3 * 0])
    expect(grad(net, 'bias_ih_l0')).toEqual([4])
    expect(grad(net, 'bias_hh_l0')).toEqual([4])
    expect(gradInput(net, 2)).toEqual([6, 2])
    expect([...net.gradInitialState.h]).toEqual([9])
    expect([...net.layers[0].cells[0].gradH]).toEqual([3, 1])
  })

  it('relu is flat at 0 and below', () => {
    const off = run({
      settings: { nonlinearity: 'relu' },
      weights: { weight_ih_l0: [1], weight_hh_l0: [1] },
      x: [-1, 0],
      gradOutput: [1, 1],
    })
    expect(outputs(off)).toEqual([0, 0])
    expect(grad(off, 'weight_ih_l0')).toEqual([0])
    expect([...net.gradInitialState.h]).toEqual([9])
  })

  it('tanh: the gradient is scaled by 1 - h²', () => {
    const one = run({
      settings: {},
      weights: { weight_ih_l0: [0.5], weight_hh_l0: [2] },
      x: [1],
      gradOutput: [1],
    })
    const h = Math.tanh(0.5)
    expect(outputs(one)[0]).toBeCloseTo(h, 15)
    expect(grad(one, 'weight_ih_l0')[0]).toBeCloseTo(1 - h * h, 15)
    expect(one.gradInitialState.h[0]).toBeCloseTo(2 * (1 - h * h), 15)
  })
})

describe('residual, worked by hand', () => {
  it('adds tanh to the state and lets the gradient pass twice', () => {
    const net = run({
      settings: { cell: 'residual' },
      weights: { weight_ih_l0: [1], weight_hh_l0: [-0.5] },
      x: [0, 0],
      h0: 1,
      gradOutput: [0, 1],
    })
    const g1 = Math.tanh(-0.5)
    const h1 = 1 + g1
    const g2 = Math.tanh(-0.5 * h1)
    expect(outputs(net)[0]).toBeCloseTo(h1, 15)
    expect(outputs(net)[1]).toBeCloseTo(h1 + g2, 15)
    const dh1 = 1 - 0.5 * (1 - g2 * g2)
    expect(net.layers[0].cells[0].gradH[0]).toBeCloseTo(dh1, 15)
    expect(net.gradInitialState.h[0]).toBeCloseTo(dh1 * (1 - 0.5 * (1 - g1 * g1)), 15)
  })

  it('takes a share of tanh alone where it is scaled, forward and back', () => {
    const net = run({
      settings: { cell: 'residual', residualScale: 0.25 },
      weights: { weight_ih_l0: [1], weight_hh_l0: [-0.5] },
      x: [0, 0],
      h0: 1,
      gradOutput: [0, 1],
    })
    const g1 = Math.tanh(-0.5)
    const h1 = 1 + 0.25 * g1
    const g2 = Math.tanh(-0.5 * h1)
    expect(outputs(net)[1]).toBeCloseTo(h1 + 0.25 * g2, 15)
    const dh1 = 1 - 0.5 * 0.25 * (1 - g2 * g2)
    expect(net.layers[0].cells[0].gradH[0]).toBeCloseTo(dh1, 15)
    expect(net.gradInitialState.h[0]).toBeCloseTo(dh1 * (1 - 0.5 * 0.25 * (1 - g1 * g1)), 15)
    expect(grad(net, 'weight_hh_l0')[0]).toBeCloseTo(0.25 * ((1 - g2 * g2) * h1 + dh1 * (1 - g1 * g1)), 15)
  })

  it('without recurrent weights the gradient comes back unchanged, however long the way', () => {
    const x = new Array<number>(100).fill(0.3)
    const net = run({
      settings: { cell: 'residual' },
      weights: { weight_ih_l0: [1] },
      x,
      gradOutput: x.map((_, t) => (t === 99 ? 1 : 0)),
    })
    expect(net.gradInitialState.h[0]).toBe(1)
  })
})

describe('gru, worked by hand', () => {
  it('with all weights 0 halves its state: z = 1/2, n = 0', () => {
    const net = run({ settings: { cell: 'gru' }, weights: {}, x: [1, 1], h0: 1, gradOutput: [0, 1] })
    expect(outputs(net)).toEqual([0.5, 0.25])
    expect([...net.gradInitialState.h]).toEqual([0.25])
  })

  it('resets after the product: the reset gate multiplies the hidden bias too', () => {
    const weights = { weight_hh_l0: [0, 0, 2], bias_hh_l0: [0, 0, 3] }
    const net = run({ settings: { cell: 'gru' }, weights, x: [0], h0: 1, gradOutput: [1] })
    const n = Math.tanh(0.5 * (2 * 1 + 3))
    expect(outputs(net)[0]).toBeCloseTo(0.5 * n + 0.5, 15)
    const dn = 0.5 * (1 - n * n)
    expect(grad(net, 'bias_ih_l0')[2]).toBeCloseTo(dn, 15)
    expect(grad(net, 'bias_hh_l0')[2]).toBeCloseTo(dn * 0.5, 15)
    expect(grad(net, 'weight_hh_l0')[2]).toBeCloseTo(dn * 0.5, 15)
    expect(grad(net, 'bias_ih_l0')[0]).toBeCloseTo(dn * 5 * 0.25, 15)
    expect(grad(net, 'bias_ih_l0')[1]).toBeCloseTo((1 - n) * 0.25, 15)
  })

  it('or before the product: it multiplies the state only', () => {
    const weights = { weight_hh_l0: [0, 0, 2], bias_hh_l0: [0, 0, 3] }
    const settings = { cell: 'gru', gruVariant: 'resetBefore' } as const
    const net = run({ settings, weights, x: [0], h0: 1, gradOutput: [1] })
    const n = Math.tanh(2 * (0.5 * 1) + 3)
    expect(outputs(net)[0]).toBeCloseTo(0.5 * n + 0.5, 15)
    const dn = 0.5 * (1 - n * n)
    expect(grad(net, 'bias_hh_l0')[2]).toBeCloseTo(dn, 15)
    expect(grad(net, 'weight_hh_l0')[2]).toBeCloseTo(dn * 0.5, 15)
    expect(grad(net, 'bias_ih_l0')[0]).toBeCloseTo(dn * 2 * 1 * 0.25, 15)
  })
})

describe('lstm, worked by hand', () => {
  it('with all weights 0 halves its memory and shows half of its tanh', () => {
    const net = run({ settings: { cell: 'lstm' }, weights: {}, x: [1, 1], c0: 2, gradOutput: [0, 1] })
    expect([...net.layers[0].cells[0].gates]).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0, 0.5, 0.5])
    expect(outputs(net)[0]).toBeCloseTo(0.5 * Math.tanh(1), 15)
    expect(outputs(net)[1]).toBeCloseTo(0.5 * Math.tanh(0.5), 15)
    expect(net.gradInitialState.c?.[0]).toBeCloseTo(0.5 * (1 - Math.tanh(0.5) ** 2) * 0.25, 15)
    expect([...net.gradInitialState.h]).toEqual([0])
  })

  it('one step with every gate at work', () => {
    const weights = { weight_ih_l0: [0.1, 0.2, 0.3, 0.4], weight_hh_l0: [0.5, 0.6, 0.7, 0.8] }
    const net = run({ settings: { cell: 'lstm' }, weights, x: [1], h0: 1, c0: -1, gradOutput: [1] })
    const [i, f, g, o] = [s(0.6), s(0.8), Math.tanh(1), s(1.2)]
    const c = f * -1 + i * g
    expect(outputs(net)[0]).toBeCloseTo(o * Math.tanh(c), 15)
    expect(net.finalState.c?.[0]).toBeCloseTo(c, 15)
    const dc = o * (1 - Math.tanh(c) ** 2)
    const da = [dc * g * i * (1 - i), dc * -1 * f * (1 - f), dc * i * (1 - g * g), Math.tanh(c) * o * (1 - o)]
    grad(net, 'bias_ih_l0').forEach((value, q) => expect(value).toBeCloseTo(da[q], 15))
    grad(net, 'weight_hh_l0').forEach((value, q) => expect(value).toBeCloseTo(da[q], 15))
    const dh0 = 0.5 * da[0] + 0.6 * da[1] + 0.7 * da[2] + 0.8 * da[3]
    expect(net.gradInitialState.h[0]).toBeCloseTo(dh0, 15)
    expect(net.gradInitialState.c?.[0]).toBeCloseTo(dc * f, 15)
  })
})

describe('directions', () => {
  const x = [1, 2, 4]
  const weights = {
    weight_ih_l0: [1],
    weight_hh_l0: [1],
    weight_ih_l0_reverse: [1],
    weight_hh_l0_reverse: [10],
  }
  const net = run({
    settings: { nonlinearity: 'relu', bidirectional: true },
    weights,
    x,
    gradOutput: [0, 1, 0, 0, 0, 0],
  })

  it('the reverse half starts at the end and stands beside the forward half of the same step', () => {
    expect(outputs(net)).toEqual([1, 421, 3, 42, 7, 4])
    expect([...net.finalState.h]).toEqual([7, 421])
  })

  it('and its gradient runs forward in time', () => {
    expect(gradInput(net, 3)).toEqual([1, 10, 100])
    expect([...net.gradInitialState.h]).toEqual([0, 1000])
  })

  it('tells where states lie', () => {
    const [forward, reverse] = net.layers[0].cells
    expect(forward.h[stateOffset(forward, 0)]).toBe(1)
    expect(forward.h[previousOffset(forward, 0)]).toBe(0)
    expect(reverse.h[stateOffset(reverse, 0)]).toBe(421)
    expect(reverse.h[previousOffset(reverse, 0)]).toBe(42)
  })
})

describe('clipping inside the recurrence', () => {
  it('limits what flows on at every step, and counts it', () => {
    const net = run({
      settings: { nonlinearity: 'relu' },
      weights: { weight_ih_l0: [1], weight_hh_l0: [10] },
      x: [1, 1, 1],
      gradOutput: [0, 0, 1],
    })
    expect([...net.layers[0].cells[0].gradH]).toEqual([100, 10, 1])
    net.gradOutput.set([0, 0, 1])
    net.backward(2)
    expect([...net.layers[0].cells[0].gradH]).toEqual([2, 2, 1])
    expect([...net.gradInitialState.h]).toEqual([20])
    expect(net.numClipped).toBe(2)
    net.gradOutput.set([0, 0, 1])
    net.backward()
    expect(net.numClipped).toBe(0)
  })

  it("limits the LSTM's cell gradient as well", () => {
    const net = run({ settings: { cell: 'lstm' }, weights: {}, x: [1], gradOutput: [100] })
    net.gradOutput.set([100])
    net.gradFinalState.c?.set([50])
    net.backward(3)
    expect(net.layers[0].cells[0].gradC?.[0]).toBeCloseTo(3, 14)
    expect(net.numClipped).toBe(2)
  })
})

describe('what is refused', () => {
  it('a bidirectional residual net', () => {
    const settings = { cell: 'residual', bidirectional: true } as const
    expect(() => run({ settings, weights: {}, x: [1], gradOutput: [1] })).toThrow('one direction only')
  })

  it('more steps than there is memory for, and an input that is too short', () => {
    const net = run({ settings: {}, weights: {}, x: [1, 2], gradOutput: [0, 0] })
    expect(() => net.forward(new Float64Array(3), 3)).toThrow('a pass of 3 steps, expected 1 to 2')
    expect(() => net.forward(new Float64Array(3), 0)).toThrow('a pass of 0 steps')
    expect(() => net.forward(new Float64Array(1), 2)).toThrow('input has 1 elements')
  })
})

it('each kind of cell is registered under its own name', () => {
  for (const [name, kind] of Object.entries(cellTypes)) expect(kind.name).toBe(name)
})
