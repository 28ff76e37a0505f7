import { integer } from '../fields/field'
import { MAX_STEPS } from './settings'

/** Number of steps that are supervised. */
export function countSupervised(supervised: Uint8Array): number {
  let count = 0
  for (const flag of supervised) if (flag !== 0) count++
  return count
}

/** (T) flags: 1 from step `first` on, 0 before. */
export function supervisedFrom(seqLen: number, first: number): Uint8Array {
  return new Uint8Array(seqLen).fill(1, first)
}

/** Between two losses of a sequence lie so many steps: 1 is each step, the length or more the end alone. */
export const lossEvery = integer({ min: 1, max: MAX_STEPS, default: 1 }, { unit: 'steps', scale: 'log' })

/**
 * (T) flags: 1 at each `every`-th step from step `first` on, counted back from the last step, which is always
 * one of them.
 */
export function supervisedEvery(seqLen: number, first: number, every: number): Uint8Array {
  return Uint8Array.from({ length: seqLen }, (_, t) => Number(t >= first && (seqLen - 1 - t) % every === 0))
}

/** (T): of each supervised step the row of its target, counted from 0; of the others -1. */
export function targetRows(supervised: Uint8Array): Int32Array {
  let row = 0
  return Int32Array.from(supervised, (flag) => (flag === 0 ? -1 : row++))
}

/** The first `count` steps: 0, 1, ... */
export function firstSteps(count: number): number[] {
  return Array.from({ length: count }, (_, t) => t)
}
