import { MOST_REPORT_BYTES, REPORT_FORMAT, reportSchema, type Report } from '../../../core/contract/reports'
import type { Reason } from '../../../core/contract/reasons'
import { reason } from '../../../core/contract/reasons'
import { FormatError } from '../../../core/formats/formatError'
import { parseStrictJson } from '../../../core/formats/json'
import { decodeUtf8 } from '../../../core/formats/utf8'
import { showText } from '../../../core/text/foreign'
import { ExchangeError } from '../exchangeError'
import { isPageOf } from '../html/html'
import { digestOfReport } from '../html/proof'

/** A report, and what was done to its file since it was written. */
export interface ReadReport {
  readonly report: Report
  /** Its data are others than those that were written. */
  readonly isEdited: boolean
  /**
   * The page is another than its data make, such as one with a script in it; null where another version wrote
   * it, so that nobody here can say.
   */
  readonly isForeignPage: boolean | null
}

const BEGIN = '<script type="application/json" id="data">'
const END = '</script>'

/**
 * Reads the page of a report. Nothing in it is run.
 * @param version of this app
 * @throws {ExchangeError} naming the file, and what is wrong with it.
 */
export function readReport(file: string, bytes: Uint8Array, version: string): ReadReport {
  const refuse = (why: Reason): never => {
    throw new ExchangeError(reason('reportRefused', { path: showText(file, 300), why }))
  }
  if (bytes.length > MOST_REPORT_BYTES)
    refuse(reason('tooLarge', { path: showText(file), most: MOST_REPORT_BYTES }))
  let text = ''
  let document: unknown
  try {
    text = decodeUtf8(bytes, 0, bytes.length)
    const from = text.indexOf(BEGIN)
    const isCut = text.startsWith('<!doctype html') && !text.trimEnd().endsWith('</html>')
    if (from < 0) refuse(reason(isCut ? 'reportCut' : 'reportNoData'))
    const end = text.indexOf(END, from)
    if (end < 0) refuse(reason('reportCut'))
    document = parseStrictJson('its data', text.slice(from + BEGIN.length, end))
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    refuse(reason('words', { text: showText(error.message, 300) }))
  }
  const form = (document as Record<string, unknown> | null)?.['unroll-report']
  if (form === undefined) refuse(reason('reportNoData'))
  if (form !== REPORT_FORMAT)
    refuse(reason('reportForm', { form: showText(String(form)), expected: REPORT_FORMAT }))
  const parsed = reportSchema.safeParse(document)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(reason('words', { text: showText(`${issue!.path.join('.')}: ${issue!.message}`, 300) }))
  }
  const report = parsed.data
  return {
    report,
    isEdited: digestOfReport(document as Record<string, unknown>) !== report.digest,
    isForeignPage: report.app === version ? !isPageOf(text, document as Report) : null,
  }
}
