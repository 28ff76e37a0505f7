import type { Report, ReportedQuestion, Rerun } from '../../../core/contract/reports'
import type { ReadReport } from './readReport'

/** A report that was read, or why it was not, by the name of its file. */
export type ReportFile =
  | { readonly file: string; readonly read: ReadReport; readonly reruns: readonly Rerun[] | null }
  | { readonly file: string; readonly problem: string }

export interface Tally {
  readonly right: number
  readonly all: number
}

/** How many of the questions of a kind are right, or met. */
export function tally({ lesson }: Pick<Report, 'lesson'>, kinds: readonly ReportedQuestion['kind'][]): Tally {
  const of = (lesson?.questions ?? []).filter(({ kind }) => kinds.includes(kind))
  return { right: of.filter(({ isRight }) => isRight === true).length, all: of.length }
}

/** Whether a report was changed since it was written, in the one word of a table. */
export function standing({ isEdited, isForeignPage }: ReadReport, reruns: readonly Rerun[] | null) {
  if (isEdited || reruns?.some(({ outcome }) => outcome === 'differs')) return 'edited'
  if (isForeignPage) return 'foreignPage'
  if (reruns === null) return 'unchecked'
  return reruns.every(({ outcome }) => outcome === 'same') ? 'same' : 'unproved'
}

/** Of every lesson, what is asked in its order, as any of the reports has it. */
function questionsIn(files: readonly ReportFile[]): Map<string, string> {
  const all = new Map<string, string>()
  for (const each of files) {
    if (!('read' in each) || !each.read.report.lesson) continue
    const { id, questions } = each.read.report.lesson
    for (const question of questions) all.set(`${id}/${question.id}`, `${id}: ${question.id}`)
  }
  return all
}

/**
 * A spreadsheet's cell: quoted where it has to be. What a program might take for a formula begins with an
 * apostrophe.
 */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const HEAD = [
  'file',
  'learner',
  'lesson',
  'written',
  'predictions right',
  'predictions',
  'checks met',
  'checks',
]

/** Who predicted what and met which check: a line a report, two columns a question. */
export function reportTable(files: readonly ReportFile[]): string {
  const questions = questionsIn(files)
  const heads = [...questions.values()].flatMap((name) => [name, `${name} (right)`])
  const rows = files.map((each) => {
    if (!('read' in each)) return [each.file, '', each.problem]
    const { report } = each.read
    const predictions = tally(report, ['predict', 'choice'])
    const checks = tally(report, ['check'])
    const answers = [...questions.keys()].flatMap((key) => {
      const found = report.lesson?.questions.find(({ id }) => `${report.lesson!.id}/${id}` === key)
      return [found?.shown ?? '', found?.isRight === null ? '' : String(found?.isRight ?? '')]
    })
    return [
      ...[each.file, report.learner ?? '', report.lesson?.title ?? report.runs[0]?.name ?? '', report.at],
      ...[predictions.right, predictions.all, checks.right, checks.all].map(String),
      ...[standing(each.read, each.reruns), ...answers],
    ]
  })
  const lines = [[...HEAD, 'changed', ...heads], ...rows]
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}
