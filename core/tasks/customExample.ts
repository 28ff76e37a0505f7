import type { OwnTask } from '../data/task'

/** From the remainder r a bit b leads to the remainder of 2 r + b. */
const MODULUS = 3
const remainders = ['r0', 'r1', 'r2']

/**
 * The task of a person's own that comes with the program: read a binary number from its first digit on, and say at
 * each step what remains when it is divided by three.
 */
export const customExample: OwnTask = {
  kind: 'task',
  title: null,
  note: null,
  isOfSymbols: true,
  target: 'answer',
  at: 'each',
  seqLen: 20,
  inputs: ['0', '1'],
  outputs: ['r0', 'r1', 'r2'],
  source: {
    kind: 'grammar',
    states: remainders,
    ways: remainders.map((_, r) =>
      [0, 1].map((symbol) => ({ symbol, to: (2 * r + symbol) % MODULUS, probability: 1 / 2 })),
    ),
    answers: [0, 1, 2],
  },
}
