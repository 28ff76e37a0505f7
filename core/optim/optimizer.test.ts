import { describe, expect, it } from 'vitest'
import { optimizerSchema } from '../experiment/schema'
import type { OptimizerSettings } from '../experiment/experiment'
import type { Parameter } from '../nn/parameter'
import { createOptimizer, weightDecayOf } from './optimizer'

type Name = OptimizerSettings['name']

function parameter(value: number[]): Parameter {
  return {
    name: 'w',
    shape: [value.length],
    value: Float64Array.from(value),
    grad: new Float64Array(value.length),
  }
}

function settings(name: Name, given: Partial<OptimizerSettings> = {}): OptimizerSettings {
  return optimizerSchema.parse({ name, ...given })
}

/** Values of one number after each of the updates with the given gradients, at lr 0.1. */
function path(optimizerSettings: OptimizerSettings, start: number, grads: number[]): number[] {
  const p = parameter([start])
  const optimizer = createOptimizer(optimizerSettings, [p])
  return grads.map((g) => {
    p.grad[0] = g
    optimizer.step(0.1)
    return p.value[0]
  })
}

function expectClose(got: number[], want: number[]): void {
  expect(got).toHaveLength(want.length)
  got.forEach((value, i) => expect(value).toBeCloseTo(want[i], 14))
}

describe('optimizers, two updates by hand from 1 with gradients 1 and 2', () => {
  it('sgd: 1 - 0.1, then - 0.2', () => {
    expectClose(path(settings('sgd'), 1, [1, 2]), [0.9, 0.7])
  })

  it('momentum: the buffer is the gradient at first, then 0.9 b + g', () => {
    expectClose(path(settings('momentum'), 1, [1, 2]), [0.9, 0.9 - 0.1 * 2.9])
  })

  it('nesterov: looks ahead by mu b', () => {
    expectClose(path(settings('nesterov'), 1, [1, 2]), [1 - 0.19, 0.81 - 0.1 * (2 + 0.9 * 2.9)])
  })

  it('rmsprop: by the root of the mean square, eps outside the root', () => {
    const first = 1 - 0.1 / (0.1 + 1e-8)
    const second = first - 0.2 / (Math.sqrt(0.99 * 0.01 + 0.01 * 4) + 1e-8)
    expectClose(path(settings('rmsprop'), 1, [1, 2]), [first, second])
  })

  it('adam: both moments corrected for their start at zero', () => {
    const first = 1 - 0.1 / (1 + 1e-8)
    const m = (0.9 * 0.1 + 0.1 * 2) / (1 - 0.81)
    const v = (0.999 * 0.001 + 0.001 * 4) / (1 - 0.998001)
    expectClose(path(settings('adam'), 1, [1, 2]), [first, first - (0.1 * m) / (Math.sqrt(v) + 1e-8)])
  })

  it('adamw: shrinks the weight first, by lr times 0.01', () => {
    expectClose(path(settings('adamw'), 1, [1]), [1 - 0.001 - 0.1 / (1 + 1e-8)])
  })
})

describe('weight decay', () => {
  it('is 0 by default and 0.01 for adamw, as in torch.optim', () => {
    expect(weightDecayOf(settings('adam'))).toBe(0)
    expect(weightDecayOf(settings('adamw'))).toBe(0.01)
    expect(weightDecayOf(settings('adamw', { weightDecay: 0 }))).toBe(0)
  })

  it.each<Name>(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam'])('is L2 in %s', (name) => {
    const decayed = path(settings(name, { weightDecay: 0.5 }), 2, [3])
    const added = path(settings(name), 2, [3 + 0.5 * 2])
    expectClose(decayed, added)
  })

  it('stands beside the gradient in adamw: none of it enters the moments', () => {
    const [decayed] = path(settings('adamw', { weightDecay: 0.5 }), 2, [0])
    expect(decayed).toBeCloseTo(2 * (1 - 0.05), 15)
    const [l2] = path(settings('adam', { weightDecay: 0.5 }), 2, [0])
    expect(l2).toBeCloseTo(2 - 0.1, 8)
  })
})

describe.each<Name>(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'])(
  'the memory of %s',
  (name) => {
    const grads = [1, -2, 0.5, 3, -1]

    it('can be saved and taken up again, to the same bits', () => {
      const whole = parameter([1, -1])
      const optimizer = createOptimizer(settings(name), [whole])
      const step = (target: Parameter, with_: typeof optimizer, g: number): void => {
        target.grad.fill(g)
        with_.step(0.1)
      }
      grads.slice(0, 3).forEach((g) => step(whole, optimizer, g))
      const saved = optimizer.state()
      const half = parameter([...whole.value])
      const other = createOptimizer(settings(name), [half])
      grads.slice(3).forEach((g) => step(whole, optimizer, g))
      other.restore(saved)
      grads.slice(3).forEach((g) => step(half, other, g))
      expect([...half.value]).toEqual([...whole.value])
      expect(other.t).toBe(5)
    })

    it('works in float32', () => {
      const p: Parameter = {
        name: 'w',
        shape: [1],
        value: new Float32Array([1]),
        grad: new Float32Array([1]),
      }
      const optimizer = createOptimizer(settings(name), [p])
      optimizer.step(0.1)
      expect(p.value[0]).toBeCloseTo(path(settings(name), 1, [1])[0], 6)
    })
  },
)

describe('the state', () => {
  it.each<[Name, string[]]>([
    ['sgd', []],
    ['momentum', ['w.momentum_buffer']],
    ['nesterov', ['w.momentum_buffer']],
    ['rmsprop', ['w.square_avg']],
    ['adam', ['w.exp_avg', 'w.exp_avg_sq']],
    ['adamw', ['w.exp_avg', 'w.exp_avg_sq']],
  ])('of %s has the buffers that torch.optim keeps', (name, buffers) => {
    expect(Object.keys(createOptimizer(settings(name), [parameter([1])]).state().buffers)).toEqual(buffers)
  })
})

describe('restore', () => {
  it('refuses a state that lacks a buffer or has one of another length', () => {
    const optimizer = createOptimizer(settings('momentum'), [parameter([1, 2])])
    expect(() => optimizer.restore({ t: 1, buffers: {} })).toThrow('w.momentum_buffer has no elements')
    const wrong = { t: 1, buffers: { 'w.momentum_buffer': new Float64Array(3) } }
    expect(() => optimizer.restore(wrong)).toThrow('has 3 elements, expected 2')
  })
})
