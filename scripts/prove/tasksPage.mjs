// @ts-check
import { cells, presets, seeds, updates } from './tasks.mjs'

/** Updates of a run whose time is told. */
const LONG = 500

/** @typedef {{ split: string, seqLen: number, loss: number | null, accuracy: number | null, focus?: number }} Set */
/** @typedef {{ baseline: number, floor: number, goal: number, status: string, updates: number, solved: number | null, msPerUpdate: number, sets: Set[] }} Result */

/**
 * The page of what was measured, `docs/tasks.md`.
 * @param {Readonly<Record<string, Result>>} results by task, preset, cell and seed
 */
export function pageOf(results) {
  const done = Object.keys(results).length
  const all = presets.length * cells.length * seeds.length
  return `# Tasks, measured

Made by \`npm run prove:tasks\`, which goes on where it was ended; the numbers are in [tasks.results.json](tasks.results.json).
So far ${done} of ${all} runs are measured: a cell of the table says of how many seeds (${seeds[0]} to ${seeds.at(-1)}) it speaks.

Every run has 32 units, one layer, Adam with a learning rate of 0.005, clipping of the global norm at 1, batches of 32 fresh
sequences, float32, and ends after ${updates} updates, or when its loss, smoothed with 0.98, is at the goal. *Solved* is the update since
which the loss, smoothed with 0.9, has stayed below the goal: a twentieth of the way from the task's floor to its baseline, a tenth for the Mackey-Glass series
and a fifth for the phase jump: the least of the three that a GRU is at for good after 1500 updates, on every seed. "No"
means not in ${updates} updates, and says nothing of more. Where seeds differ the range is given. *Held out* and the longer lengths are
losses with the weights at the run's end, the median over the seeds, and where there are classes the share of right answers; where
several answers can follow, any of them is right. Milliseconds per update are
of one thread of runs of ${LONG} updates or more, on a machine that did other things besides.

${[...presets]
  .sort((one, other) => order(one.task) - order(other.task))
  .map((preset) => sectionOf(preset, results))
  .filter((text) => text !== '')
  .join('\n')}`
}

/** @param {string} task */
const order = (task) => presets.findIndex((each) => each.task === task)

/**
 * @param {import('./tasks.mjs').Preset} preset
 * @param {Readonly<Record<string, Result>>} results
 */
function sectionOf({ task, preset, settings }, results) {
  const ofCell = cells.map((cell) => ({
    cell,
    found: seeds.flatMap((seed) => results[`${task} ${preset} ${cell} ${seed}`] ?? []),
  }))
  const first = ofCell.find(({ found }) => found.length > 0)?.found[0]
  if (!first) return ''
  const changed = Object.entries(settings).map(([name, value]) => `\`${name}\` ${value}`)
  const title = preset === 'usual' ? `## ${task}\n\nAs the form offers it.` : `Harder: ${changed.join(', ')}.`
  const lengths = first.sets.filter(({ split }) => split !== 'training').map(({ seqLen }) => seqLen)
  const head = [
    'cell',
    'seeds',
    'solved',
    'ms',
    ...lengths.map((n, i) => (i === 0 ? `held out, ${n} steps` : `${n} steps`)),
  ]
  const rows = ofCell
    .filter(({ found }) => found.length > 0)
    .map(({ cell, found }) => [
      ...[cell, String(found.length), solvedText(found), msText(found)],
      ...lengths.map((n) => setText(found, n)),
    ])
  const floor = first.floor > 0 ? `, floor ${short(first.floor)}` : ''
  return `${title} Baseline ${short(first.baseline)}${floor}, goal ${short(first.goal)}.

${[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}
`
}

/**
 * Of a shorter run most of the time is spent on compiling.
 * @param {readonly Result[]} found
 */
function msText(found) {
  const long = found.filter((result) => result.updates >= LONG)
  return long.length > 0 ? short(median(long.map(({ msPerUpdate }) => msPerUpdate))) : '–'
}

/** @param {readonly Result[]} found */
function solvedText(found) {
  const solved = found.flatMap(({ solved }) => solved ?? []).sort((a, b) => a - b)
  const diverged = found.filter(({ status }) => status === 'diverged').length
  const tail = diverged > 0 ? `; ${diverged} diverged` : ''
  if (solved.length === 0) return `no${tail}`
  const range =
    solved.length === 1 || solved[0] === solved.at(-1) ? `${solved[0]}` : `${solved[0]}–${solved.at(-1)}`
  return `${range}${solved.length < found.length ? ` (${solved.length} of ${found.length})` : ''}${tail}`
}

/**
 * @param {readonly Result[]} found
 * @param {number} seqLen
 */
function setText(found, seqLen) {
  const sets = found.flatMap((result) =>
    result.sets.filter((set) => set.seqLen === seqLen && set.split !== 'training'),
  )
  if (sets.length === 0) return '–'
  const loss = short(median(sets.map((set) => set.loss ?? NaN)))
  const accuracies = sets.flatMap(({ accuracy }) => accuracy ?? [])
  const focuses = sets.flatMap(({ focus }) => focus ?? [])
  const right = accuracies.length > 0 ? `, ${percent(median(accuracies))}` : ''
  return `${loss}${right}${focuses.length > 0 ? ` (${percent(median(focuses))})` : ''}`
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}

/** @param {number} value */
const short = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '–')
/** @param {number} share */
const percent = (share) => `${Math.floor(share * 100)} %`
