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

/** The first `count` steps: 0, 1, ... */
export function firstSteps(count: number): number[] {
  return Array.from({ length: count }, (_, t) => t)
}
