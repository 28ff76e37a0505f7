// @ts-check
/*
 * What is measured of each task: its preset, which is what the form offers, and a harder one. Settings that are
 * left out have their defaults.
 */

/** @typedef {{ task: string, preset: 'usual' | 'hard', settings: Readonly<Record<string, unknown>> }} Preset */

/** @type {Readonly<Record<string, Readonly<Record<string, unknown>>>>} */
const hard = {
  adding: { seqLen: 100 },
  copy: { delay: 40 },
  echo: { seqLen: 60, delay: 25 },
  parity: { seqLen: 32 },
  parityEnd: { seqLen: 20 },
  order: { seqLen: 100 },
  sine: { minPeriod: 5, maxPeriod: 60 },
  digitSum: { seqLen: 35 },
  recall: { pairs: 6, keys: 8 },
  noisyEcho: { seqLen: 60, delay: 20 },
  phaseJump: { minPeriod: 5, maxPeriod: 60 },
  mackeyGlass: { horizon: 84 },
  reber: { seqLen: 60 },
  embeddedReber: { seqLen: 80 },
  dyck: { seqLen: 50, depth: 10 },
  anbn: { seqLen: 60, maxCount: 20 },
}

/** The share of the way from baseline to floor that may be left where a task is solved: as the app has it. */
const goals = { phaseJump: 1 / 5, mackeyGlass: 1 / 10 }
/** @param {string} task @returns {number} */
export const goalOf = (task) => /** @type {Record<string, number>} */ (goals)[task] ?? 1 / 20

export const cells = ['rnn', 'residual', 'gru', 'lstm']
export const seeds = [0, 1, 2, 3, 4]
/** A network that has not solved a task by then is said not to. */
export const updates = 2000

const names = Object.keys(hard)

/** @type {readonly Preset[]} */
export const presets = [
  ...names.map((task) => ({ task, preset: /** @type {const} */ ('usual'), settings: {} })),
  ...names.map((task) => ({ task, preset: /** @type {const} */ ('hard'), settings: hard[task] ?? {} })),
]

/**
 * Everything there is to measure, in the order in which it is: one seed of all before the next one, so that a part
 * is a fair sample of the whole.
 * @returns {{ key: string, preset: Preset, cell: string, seed: number }[]}
 */
export function jobs() {
  return seeds.flatMap((seed) =>
    presets.flatMap((preset) =>
      cells.map((cell) => ({
        key: `${preset.task} ${preset.preset} ${cell} ${seed}`,
        ...{ preset, cell, seed },
      })),
    ),
  )
}
