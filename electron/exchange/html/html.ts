import { createHash } from 'node:crypto'
import type { Experiment } from '../../../core/experiment/experiment'
import type { ExportSource, FileFormat } from '../exportFormat'
import { pageData } from './pageData'
import script from './page.js?raw'
import looks from './page.css?raw'
import { words, type Words } from './words'
import { chineseFaces } from './fonts'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** JSON that no parser of HTML takes for an end of its element. */
const embedded = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

/** The texts that a page of this experiment can show. */
function wordsFor({ task, model }: Experiment) {
  const own = (language: Words) => ({
    ...language,
    tasks: { [task.name]: language.tasks[task.name] },
    cells: { [model.cell]: language.cells[model.cell] },
  })
  return { en: own(words.en), zh: own(words.zh) }
}

/**
 * A page that replays the run, one file: its policy allows its own script, style and fonts, and nothing from
 * anywhere else.
 */
async function* pageOf(source: ExportSource): AsyncGenerator<string> {
  const data = embedded(await pageData(source))
  const texts = embedded(wordsFor(source.stored.experiment))
  const style = `${await chineseFaces(data + texts)}${looks}`
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; font-src data:; base-uri 'none'; form-action 'none'`
  const section = (id: string) => `<section><h2 id="${id}-title"></h2><div id="${id}"></div></section>`
  yield `<!doctype html>
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
<header><h1 id="title"></h1><span id="status"></span><strong id="learning"></strong><button id="language"></button></header>
<p id="path"></p>
<div class="controls"><button id="play"></button><input id="slider" type="range" min="0" value="0"><dl id="readouts" class="readouts"></dl></div>
<main>${['loss', 'gradNorm', 'flow', 'sample', 'settings'].map(section).join('\n')}</main>
<footer id="made"></footer>
<script type="application/json" id="data">${data}</script>
<script type="application/json" id="words">${texts}</script>
<script>${script}</script>
</body>
</html>
`
}

export const html: FileFormat = {
  ...{ makes: 'file', options: [] },
  summary: 'a page that replays the run in any browser, without a network',
  write: pageOf,
}
