import { namesIn, type OwnSeries, type SeriesColumn } from '../data/series'
import { showText } from '../text/foreign'
import type { ProblemCode, ProblemParams } from '../fields/problem'
import { chosenColumns, numWindows, type ScaledSeries, type SeriesSettings } from './seriesData'
import type { SettingProblem } from './task'

type Report = (setting: string, code: ProblemCode, params?: ProblemParams) => void

/** Of so many columns the names are told. */
const MOST_NAMES = 8
/** Characters of a name: a table may have any. */
const NAME_LENGTH = 24

/**
 * Why a table cannot be trained on as it is to be: no file or column, then what is wrong in a cell, then what
 * is wrong with a column as a whole, then its length.
 */
export function seriesProblems(
  settings: SeriesSettings,
  table: OwnSeries,
  scaled: ScaledSeries,
): SettingProblem[] {
  const problems: SettingProblem[] = []
  const report: Report = (setting, code, params = {}) => void problems.push({ setting, code, params })
  if (settings.source === 'file' && settings.data === null) {
    report('file', 'noFile', { option: '--file' })
    return problems
  }
  checkNames(settings, table, report)
  if (problems.length > 0) return problems
  const chosen = chosenColumns(table, settings)
  const used = [...new Set([...chosen.targets, ...chosen.inputs])].filter((column) => column !== undefined)
  for (const column of used) checkCells(settings, column, chosen.targets.includes(column), report)
  checkOrder(table, report)
  if (problems.length > 0) return problems
  for (const { name, std } of scaled.targets)
    if (std === 0) report('target', 'constantColumn', { name: shownName(name) })
  checkLength(settings, scaled, report)
  return problems
}

const shownName = (name: string) => showText(name, NAME_LENGTH)

/** That columns are named, and that the table has them. */
function checkNames(
  { source, target, inputs }: SeriesSettings,
  { columns }: OwnSeries,
  report: Report,
): void {
  const names = columns.map(({ name }) => name)
  const shown =
    names.slice(0, MOST_NAMES).map(shownName).join(', ') + (names.length > MOST_NAMES ? ', …' : '')
  const isKnown = (list: string) =>
    namesIn(list).length > 0 && namesIn(list).every((name) => names.includes(name))
  const isOpen = target === null && source === 'example'
  if (!isOpen && !isKnown(target ?? '')) report('target', 'columnNames', { columns: shown })
  if (inputs !== null && !isKnown(inputs)) report('inputs', 'columnNames', { columns: shown })
}

/** That a column holds numbers, and no gaps unless it was chosen what becomes of them. */
function checkCells(
  { missing }: SeriesSettings,
  { name: given, column, firstText, firstMissing, numMissing, kind }: SeriesColumn,
  isTarget: boolean,
  report: Report,
): void {
  const setting = isTarget ? 'target' : 'inputs'
  const name = shownName(given)
  if (firstText) report(setting, 'notNumber', { name, column, line: firstText.line, cell: firstText.value })
  else if (kind === 'date') report(setting, 'dateColumn', { name, column })
  else if (numMissing > 0 && missing === 'refuse') {
    report('missing', 'emptyCell', { name, column, line: firstMissing, count: numMissing })
  }
}

/** That dates rise: the split and the windows are by time. */
function checkOrder({ columns }: OwnSeries, report: Report): void {
  const dates = columns.find(({ kind }) => kind === 'date')
  if (dates && dates.firstUnordered > 0) {
    report('file', 'unordered', { name: shownName(dates.name), line: dates.firstUnordered })
  }
}

/** That a window fits into the part to train on, and into the one that is held out. */
function checkLength(settings: SeriesSettings, { numRows, numTrained }: ScaledSeries, report: Report): void {
  const held = numRows - numTrained
  const shorter = held > 0 ? Math.min(numTrained, held) : numTrained
  if (numWindows(shorter, settings) > 0) return
  report('seqLen', 'beyondData', { limit: Math.max(0, shorter - settings.horizon + 1) })
}
