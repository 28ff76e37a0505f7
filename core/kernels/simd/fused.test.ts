import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gruBackward, gruForward } from '../../cells/gru'
import { lstmBackward, lstmForward } from '../../cells/lstm'
import type { Dtype, Floats } from '../../math/floats'
import type { Backend, FusedOperation, Operands } from '../backend'
import { backendFor } from '../backends'
import { firstDifference, inside, randomNumbers } from '../numbers.testing'
import { scalarBackends } from '../scalar/backend'

/** Runs an operation on numbers of its own and returns them. */
function results<Name extends string>(
  { operands }: FusedOperation<Name>,
  numbers: readonly Floats[],
  run: (operands: Operands<Name>) => void,
): readonly Floats[] {
  run(Object.fromEntries(operands.map((name, i) => [name, numbers[i]])) as unknown as Operands<Name>)
  return numbers
}

const composition = <Name extends string>(fused: FusedOperation<Name>, { operations }: Backend) =>
  fused.compose(operations, () => undefined)

function describeFused<Name extends string>(fused: FusedOperation<Name>): void {
  describe.each<Dtype>(['float64', 'float32'])(`${fused.kernel} in %s`, (dtype) => {
    const simd = backendFor(dtype)
    const share = fc.constantFrom(0, 0, 0.2)
    const check = (compare: (buffers: readonly Floats[]) => void) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 21 }), share, fc.integer(), (n, odds, seed) => {
          compare(fused.operands.map((_, i) => randomNumbers(dtype, n, seed + i, odds)))
        }),
      )
    }
    const expectSame = (a: readonly Floats[], b: readonly Floats[]) => {
      fused.operands.forEach((name, i) => {
        expect(firstDifference(a[i], b[i]), name).toBeNull()
      })
    }

    it('gives the bits of its equations one by one', () => {
      check((buffers) => {
        expectSame(
          results(fused, buffers.map(inside), simd.fuse(fused)),
          results(fused, buffers.map(inside), composition(fused, simd)),
        )
      })
    })

    it('gives the bits of the scalar reference, within reach of the kernel and outside', () => {
      check((buffers) => {
        const reference = results(
          fused,
          buffers.map((buffer) => buffer.slice()),
          scalarBackends[dtype].fuse(fused),
        )
        expectSame(results(fused, buffers.map(inside), simd.fuse(fused)), reference)
        const outside = buffers.map((buffer, i) => (i === 0 ? buffer.slice() : inside(buffer)))
        expectSame(results(fused, outside, simd.fuse(fused)), reference)
      })
    })
  })
}

describeFused(lstmForward)
describeFused(lstmBackward)
describeFused(gruForward)
describeFused(gruBackward)

it('a backend without the kernel computes the equations', () => {
  const sum: FusedOperation<'a' | 'b'> = {
    kernel: 'noKernelOfThisName',
    operands: ['a', 'b'],
    work: 2,
    compose:
      ({ add }) =>
      ({ a, b }) => {
        add(a, b)
      },
  }
  for (const backend of [backendFor('float64'), backendFor('float32')]) {
    const [a, b] = [backend.allocate(3).fill(1), backend.allocate(3).fill(2)]
    backend.fuse(sum)({ a, b })
    expect([...a]).toEqual([3, 3, 3])
  }
})
