import type { Report, ReportedLesson } from '../../../core/contract/reports'
import type { Reason } from '../../../core/contract/reasons'
import { openRunFolder } from '../../store/runFolder'
import { StoreError } from '../../store/storeError'
import { sourceOf } from '../exportRun'
import { reportOf, reportPage } from '../html/html'
import { writeOutputFile } from '../writeOutput'

export interface HandIn {
  readonly lesson: ReportedLesson
  /** The learner's runs by the names that the lesson gives them, and their folders. */
  readonly runs: readonly { readonly name: string; readonly folder: string }[]
  readonly learner: string
  readonly language: Report['language']
  /** Of the app. */
  readonly version: string
  readonly out: string
  readonly force: boolean
  /** Hears of runs that are gone or damaged; the report has the others. */
  tell(what: Reason): void
}

/**
 * Writes what a learner has done in a lesson as one page.
 * @throws {StoreError} if it cannot be written.
 */
export async function writeReport({ lesson, runs, out, force, tell, ...head }: HandIn): Promise<void> {
  const sources = []
  for (const { name, folder } of runs) {
    try {
      const stored = await openRunFolder(folder)
      stored.problems.forEach(tell)
      sources.push({ name, source: sourceOf(stored, undefined, tell) })
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      tell(error.reason)
    }
  }
  const report = await reportOf(sources, { ...head, lesson, at: new Date().toISOString() })
  await writeOutputFile(out, [await reportPage(report)], { force })
}
