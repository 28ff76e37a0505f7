import { setImmediate } from 'node:timers/promises'
import type { Proof, ReportedRun, Rerun } from '../../../core/contract/reports'
import type { Experiment } from '../../../core/experiment/experiment'
import { describeProblem } from '../../../core/experiment/problemText'
import { parseExperiment } from '../../../core/experiment/parse'
import { showText } from '../../../core/text/foreign'
import { train } from '../../../core/train/train'
import { createTrainer } from '../../../core/train/trainer'
import { fitKernels } from '../../worker/avxRevectorization'
import { finite } from '../chartData'
import { bitsOf, provedColumns, type ProvedColumns } from '../html/proof'

/** For so many milliseconds updates are made without a look at anything else. */
const SLICE_MS = 20

/** A run of a report, trained again. */
export interface RerunResult {
  readonly rerun: Rerun
  /** What it did; null where it cannot be trained here. */
  readonly trained: { readonly experiment: Experiment; readonly columns: ProvedColumns } | null
}

/**
 * Trains a run of a report again, from its experiment and seed, and compares it with what the report says.
 */
export async function rerun(run: ReportedRun): Promise<RerunResult> {
  const { proof } = run
  const name = run.name || run.task
  const unproved = (why: string): RerunResult => ({
    rerun: { outcome: 'unproved', name, why: showText(why, 300) },
    trained: null,
  })
  if (!proof) return unproved('it begins at weights that are not in the file')
  const parsed = parseExperiment(proof.experiment)
  if (!parsed.ok) return unproved(parsed.problems.map(describeProblem).join('; '))
  try {
    const columns = await trainAgain(parsed.value, proof)
    return {
      rerun: compare({ ...run, name, proof }, columns),
      trained: { experiment: parsed.value, columns },
    }
  } catch (error) {
    return unproved(error instanceof Error ? error.message : String(error))
  }
}

async function trainAgain(experiment: Experiment, { tunings, made }: Proof): Promise<ProvedColumns> {
  fitKernels(experiment.train.dtype)
  const trainer = createTrainer(experiment)
  trainer.adoptTuningEvents([...tunings])
  const rows: Record<keyof ProvedColumns, number>[] = []
  const updates = train(trainer)
  let begun = performance.now()
  while (rows.length < made) {
    const next = updates.next()
    if (next.done) break
    rows.push(next.value)
    if (performance.now() - begun < SLICE_MS) continue
    await setImmediate()
    begun = performance.now()
  }
  const column = (name: keyof ProvedColumns) => Float64Array.from(rows, (row) => row[name])
  return {
    ...{ loss: column('loss'), gradNorm: column('gradNorm') },
    ...{ gradNormClipped: column('gradNormClipped'), lr: column('lr') },
  }
}

/** The first number that a page shows and the run does not have; else whether all bits are the same. */
function compare(run: ReportedRun & { readonly proof: Proof }, columns: ProvedColumns): Rerun {
  const { name, proof } = run
  const made = columns.loss.length
  if (made < proof.made) {
    return { outcome: 'differs', name, column: 'made', update: null, shown: proof.made, trained: made }
  }
  for (const [i, update] of run.update.entries()) {
    for (const column of provedColumns) {
      const shown = run[column][i] ?? null
      const trained = update < made ? finite(columns[column][update]!) : null
      if (shown !== trained || update >= made)
        return { outcome: 'differs', name, column, update, shown, trained }
    }
  }
  if (bitsOf(columns) !== proof.bits) {
    return { outcome: 'differs', name, column: 'bits', update: null, shown: null, trained: null }
  }
  return { outcome: 'same', name }
}
