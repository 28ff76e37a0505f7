import type { Floats } from '../../math/floats'
import type { FusedOperation, Operands } from '../backend'
import { mapOperations, type Operations } from '../operations'
import type { Arena } from './arena'

/*
 * The pointwise operations by SIMD kernels: one function for each number of operands. What is out of the
 * kernels' reach is left to the operation's scalar form.
 */

type Loop = (...operands: Floats[]) => void

/** Room for 13 operands' addresses. */
const NO_OPERANDS: readonly number[] = new Array<number>(13).fill(0)

/** By the number of operands. */
const callers: Readonly<Record<number, (arena: Arena, place: number, work: number, scalar: Loop) => Loop>> = {
  1: (arena, place, work, scalar) => (out) => {
    if (arena.within(out)) {
      arena.kernels.callLoop(place, 1, out.length, work, out.byteOffset, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    } else scalar(out)
  },
  2: (arena, place, work, scalar) => (out, x) => {
    if (arena.within(out, x)) {
      const [a, b] = [out.byteOffset, x.byteOffset]
      arena.kernels.callLoop(place, 2, out.length, work, a, b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    } else scalar(out, x)
  },
  3: (arena, place, work, scalar) => (out, x, y) => {
    if (arena.within(out, x, y)) {
      const [a, b, c] = [out.byteOffset, x.byteOffset, y.byteOffset]
      arena.kernels.callLoop(place, 3, out.length, work, a, b, c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    } else scalar(out, x, y)
  },
  4: (arena, place, work, scalar) => (out, x, y, z) => {
    if (arena.within(out, x, y) && arena.within(z)) {
      const [a, b, c, d] = [out.byteOffset, x.byteOffset, y.byteOffset, z.byteOffset]
      arena.kernels.callLoop(place, 4, out.length, work, a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    } else scalar(out, x, y, z)
  },
}

/** The table of operations, each by the kernel of its name. */
export function createSimdOperations(arena: Arena, reference: Operations): Operations {
  return mapOperations((operation, name) => {
    const scalar = reference[name] as Loop
    const place = arena.placeOf(name)
    if (place === undefined) throw new Error(`there is no kernel ${name}`)
    return callers[scalar.length](arena, place, operation.work, scalar) as ReturnType<typeof operation.scalar>
  })
}

/** The kernel that a fused operation names; its composition if there is none, or for what is out of reach. */
export function fuseByKernel<Name extends string>(
  fused: FusedOperation<Name>,
  operations: Operations,
  arena: Arena,
): (operands: Operands<Name>) => void {
  const composition = fused.compose(operations, () => undefined)
  const place = arena.placeOf(fused.kernel)
  if (place === undefined) return composition
  return (operands) => {
    const blocks = fused.operands.map((name) => operands[name])
    if (!blocks.every((block) => arena.within(block))) {
      composition(operands)
      return
    }
    const addresses = blocks.map((block) => block.byteOffset)
    const [a, b, c, d, e, f, g, h, i, j, k, l, m] = [...addresses, ...NO_OPERANDS]
    const [{ length: n }] = blocks
    arena.kernels.callLoop(place, blocks.length, n, fused.work, a, b, c, d, e, f, g, h, i, j, k, l, m)
  }
}
