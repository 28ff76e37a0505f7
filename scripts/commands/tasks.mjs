// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { goalOf, jobs, updates } from '../prove/tasks.mjs'
import { RESULTS, writePage } from '../prove/page.mjs'
import { projectRoot } from '../setup/paths.mjs'
import { runEntry, say, SetupError } from '../setup/say.mjs'

const CLI = join(projectRoot, 'out', 'main', 'cli.js')
/** Weight of the past where a loss is judged, as the app has it. */
const STEADY = 0.9

/**
 * Measures what is missing in `docs/tasks.results.json` and writes the page anew after every run, so that it can be
 * ended at any time and goes on where it was.
 * @param {readonly string[]} args `--minutes N` to end after that long, and tasks @default all of them, to the end
 */
export function main(args) {
  return runEntry(async () => {
    if (!existsSync(CLI)) throw new SetupError('the app is not built yet: npm run build')
    const at = args.indexOf('--minutes')
    const minutes = at < 0 ? Infinity : Number(args[at + 1])
    if (!(minutes > 0)) throw new SetupError(`--minutes is ${args[at + 1]}: expected a number above 0`)
    const tasks = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1))
    const until = performance.now() + minutes * 60_000
    const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {}
    const folder = mkdtempSync(join(tmpdir(), 'unroll-tasks-'))
    try {
      for (const job of jobs()) {
        if (results[job.key] || (tasks.length > 0 && !tasks.includes(job.preset.task))) continue
        if (performance.now() > until) break
        results[job.key] = measure(folder, job)
        writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`)
        writePage()
        say(`${job.key}: ${results[job.key].solved ?? 'not solved'}`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    writePage()
    return 0
  })
}

/**
 * @param {string} folder
 * @param {ReturnType<typeof jobs>[number]} job
 */
function measure(folder, { preset, cell, seed }) {
  const experiment = {
    task: { name: preset.task, ...preset.settings },
    model: { cell },
    train: { dtype: 'float32', threads: 1, seed, updates },
    evaluation: { every: 10_000_000 },
  }
  const short = train(folder, { ...experiment, train: { ...experiment.train, updates: 1 } })
  const validation = evaluationsOf(short).find(({ split }) => split === 'validation')
  if (!validation) throw new SetupError(`nothing is held out of ${preset.task}`)
  const { baseline, floor } = validation
  const goal = floor + goalOf(preset.task) * (baseline - floor)
  const stop = { loss: goal }
  const lines = train(folder, { ...experiment, train: { ...experiment.train, stop } })
  const end = lines.at(-1) ?? {}
  const losses = lines.filter(({ type }) => type === 'update').map(({ loss }) => loss)
  return {
    ...{ baseline, floor, goal, status: end.status, updates: end.update },
    solved: solvedAt(losses, goal),
    msPerUpdate: end.msPerUpdate,
    sets: evaluationsOf(lines).map(({ split, seqLen, loss, accuracy, focus }) => ({
      ...{ split, seqLen, loss, accuracy },
      ...(focus ? { focus: focus.accuracy } : {}),
    })),
  }
}

/** @param {Record<string, any>[]} lines */
const evaluationsOf = (lines) => lines.filter(({ type }) => type === 'evaluation')

/**
 * The update, from 1, since which the smoothed loss has been below the goal; null where it is not at the end.
 * @param {readonly number[]} losses
 * @param {number} goal
 */
function solvedAt(losses, goal) {
  let [sum, weight, since] = [0, 0, null]
  for (const [i, loss] of losses.entries()) {
    sum = STEADY * sum + (1 - STEADY) * loss
    weight = STEADY * weight + (1 - STEADY)
    if (!(sum / weight < goal)) since = null
    else since ??= /** @type {any} */ (i + 1)
  }
  return since
}

/**
 * @param {string} folder
 * @param {object} experiment
 * @returns {Record<string, any>[]}
 */
function train(folder, experiment) {
  const file = join(folder, 'experiment.json')
  writeFileSync(file, JSON.stringify(experiment))
  const ran = spawnSync(process.execPath, [CLI, 'train', file, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  // 3 says that it diverged, which is a result.
  if (ran.status !== 0 && ran.status !== 3) throw new SetupError(ran.stderr.trim())
  return ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
