/*
 * What the page does: shows who did what, and each run. All that it shows is in the elements `data` and
 * `words`.
 */
/* global element, fill, languages, runView, words:writable */
const report = JSON.parse(document.getElementById('data').textContent)
words = languages[report.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')]
const part = (id) => document.getElementById(id)
const views = report.runs.map((data, n) => runView(data, n))

/** Questions, answers, and what came of them. */
function drawAnswers() {
  const holder = part('answers')
  holder.replaceChildren()
  holder.hidden = report.lesson === null
  if (report.lesson === null) return
  const table = element(element(holder, 'div', { class: 'scroll', tabindex: 0 }), 'table')
  const head = element(element(table, 'thead'), 'tr')
  for (const name of ['question', 'answer', 'result'])
    element(head, 'th', { scope: 'col' }, words.report[name])
  const body = element(table, 'tbody')
  for (const { kind, ask, shown, isRight } of report.lesson.questions) {
    const row = element(body, 'tr')
    const cell = element(row, 'th', { scope: 'row' })
    element(cell, 'small', {}, words.report[kind])
    element(cell, 'div', {}, ask)
    element(row, 'td', {}, shown || (kind === 'check' ? '' : words.report.nothing))
    const [right, wrong] = kind === 'check' ? ['met', 'unmet'] : ['right', 'wrong']
    const result = isRight === null ? '' : words.report[isRight ? right : wrong]
    element(row, 'td', isRight === null ? {} : { class: isRight ? 'right' : 'wrong' }, result)
  }
}

function drawPage() {
  document.documentElement.lang = words.language
  const title = report.lesson ? report.lesson.title : (views[0]?.fullTitle() ?? '')
  document.title = title
  part('title').textContent = title
  const at = report.at.slice(0, 16).replace('T', ' ')
  part('by').textContent = report.learner === null ? '' : fill(words.report.by, { name: report.learner, at })
  part('language').textContent = words.other
  part('made').textContent = fill(words.notes.made, { version: report.app })
  drawAnswers()
  views.forEach(({ drawAll }, n) => {
    drawAll()
    // The page's own title says it of a run alone.
    part(n === 0 ? 'run-title' : `run-title${n}`).hidden = report.lesson === null
  })
}

part('language').addEventListener('click', () => {
  words = words === languages.zh ? languages.en : languages.zh
  drawPage()
})
drawPage()
