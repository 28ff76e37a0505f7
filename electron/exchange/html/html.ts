import { createHash } from 'node:crypto'
import type { Report, ReportedLesson, ReportedRun } from '../../../core/contract/reports'
import { REPORT_FORMAT } from '../../../core/contract/reports'
import type { ExportSource, FileFormat } from '../exportFormat'
import { pageData } from './pageData'
import { digestOfReport, proofOf } from './proof'
import page from './page.js?raw'
import run from './run.js?raw'
import looks from './page.css?raw'
import { words, type Words } from './words'
import { chineseFaces } from './fonts'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** JSON that no parser of HTML takes for an end of its element. */
const embedded = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

/** The texts that a page of these experiments can show. */
function wordsFor(runs: readonly { readonly task: string; readonly cell: string }[]) {
  const own = (language: Words) => ({
    ...language,
    tasks: pick(
      language.tasks,
      runs.map(({ task }) => task),
    ),
    cells: pick(
      language.cells,
      runs.map(({ cell }) => cell),
    ),
  })
  return { en: own(words.en), zh: own(words.zh) }
}

const pick = (all: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, all[name]]))

/** What a page is of, besides its runs. */
export interface ReportHead {
  /** Of the app. */
  readonly version: string
  readonly at: string
  readonly learner: string | null
  readonly lesson: ReportedLesson | null
  readonly language: Report['language']
}

/** The document of a page: of a lesson's runs with what was answered, or of a run alone. */
export async function reportOf(
  sources: readonly { readonly name: string; readonly source: ExportSource }[],
  { version, at, learner, lesson, language }: ReportHead,
): Promise<Report> {
  const runs: ReportedRun[] = []
  for (const { name, source } of sources) {
    runs.push({ ...(await pageData(source)), name, proof: proofOf(source.stored) } as ReportedRun)
  }
  const rest = { 'unroll-report': REPORT_FORMAT, app: version, at, language, learner, lesson, runs } as const
  // As a reader has it, who knows nothing but the text.
  const document = JSON.parse(JSON.stringify(rest)) as typeof rest
  return { ...document, digest: digestOfReport(document) }
}

const section = (id: string, n: string) =>
  `<section><h3 id="${id}-title${n}"></h3><div id="${id}${n}"></div></section>`

/** What stands behind the ids of the nth run's elements: nothing of the first. */
const suffixOf = (n: number) => (n === 0 ? '' : String(n))

/** Where a run is drawn. */
const runMarkup = (n: string) => `<article>
<div class="head"><h2 id="run-title${n}"></h2><span id="status${n}"></span><strong id="learning${n}"></strong></div>
<p id="path${n}"></p>
<div class="controls"><button id="play${n}"></button><input id="slider${n}" type="range" min="0" value="0"><dl id="readouts${n}" class="readouts"></dl></div>
<main>${['loss', 'gradNorm', 'flow', 'sample', 'settings'].map((id) => section(id, n)).join('\n')}</main>
</article>`

/**
 * A page that replays runs, one file: its policy allows its own script, style and fonts, and nothing from
 * anywhere else.
 */
export async function reportPage(report: Report): Promise<string> {
  const texts = embedded(report) + embedded(wordsFor(report.runs))
  return pageWith(report, `${await chineseFaces(texts)}${looks}`)
}

/** What stands before the page's own style: slices of a font, and nothing else. */
const FACES = /^(?:\/\*[^*]*\*\/\n)?(?:@font-face\{[^{}]*\}\n)*$/

/** Whether a page is what its report makes, whichever slices of the font it brings. */
export function isPageOf(page: string, report: Report): boolean {
  const [from, end] = [page.indexOf('<style>'), page.indexOf('</style>')]
  const style = page.slice(from + '<style>'.length, Math.max(from, end))
  if (!style.endsWith(looks) || !FACES.test(style.slice(0, -looks.length))) return false
  return pageWith(report, style) === page
}

/** The page of a report with a style. */
export function pageWith(report: Report, style: string): string {
  const data = embedded(report)
  const texts = embedded(wordsFor(report.runs))
  const script = `${run}\n${page}`
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; font-src data:; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Unroll</title>
<style>${style}</style>
</head>
<body>
<header><h1 id="title"></h1><span id="by"></span><button id="language"></button></header>
<section id="answers" class="answers"></section>
${report.runs.map((_, n) => runMarkup(suffixOf(n))).join('\n')}
<footer id="made"></footer>
<script type="application/json" id="data">${data}</script>
<script type="application/json" id="words">${texts}</script>
<script>${script}</script>
</body>
</html>
`
}

/** The page of a run alone. */
async function* pageOf(source: ExportSource): AsyncGenerator<string> {
  const { run: its, notes } = source.stored
  const head = { at: new Date().toISOString(), learner: null, lesson: null, language: null }
  const report = await reportOf([{ name: notes.name ?? '', source }], { version: its.app, ...head })
  yield await reportPage(report)
}

export const html: FileFormat = {
  ...{ makes: 'file', options: [] },
  summary:
    'a page that replays the run in any browser, without a network, and can be checked by unroll report',
  write: pageOf,
}
