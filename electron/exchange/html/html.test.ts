import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { HTMLElement, HTMLInputElement } from 'happy-dom'
import { Window } from 'happy-dom'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../../../core/experiment/experiment'
import { mapColumns } from '../../store/arrowLog'
import { makeFolder } from '../../store/keptRun.testing'
import type { StoredRun } from '../../store/runFolder'
import { bytesOf, trained } from '../exchange.testing'
import { html } from './html'
import { words } from './words'

let folder: string
let run: StoredRun
let page: string

const copy: ExperimentInput = {
  ...{ task: { name: 'copy', length: 2, delay: 2 }, model: { cell: 'gru', hiddenSize: 3 } },
  train: { batch: 4, updates: 40, threads: 1 },
}

beforeAll(async () => {
  folder = await makeFolder()
  run = await trained(join(folder, 'copy'), copy)
  page = await pageOf(run)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const pageOf = async (stored: StoredRun) => (await bytesOf(html, stored)).toString()

/** The page as a browser in this language shows it. */
function open(text: string, language = 'en-GB') {
  const window = new Window()
  const { document } = window
  const [, body] = /<body>([^]*)<\/body>/.exec(text)!
  const script = /<script>([^]*)<\/script>/.exec(body!)![1]!
  document.body.innerHTML = body!.replace(/<script>[^]*<\/script>/, '')
  new Function('document', 'navigator', script)(document, { language })
  const textOf = (id: string) => document.getElementById(id)!.textContent
  const move = (to: number) => {
    const slider = document.getElementById('slider') as unknown as HTMLInputElement
    slider.value = String(to)
    slider.dispatchEvent(new window.Event('input'))
  }
  return { document, textOf, move }
}

describe('the page', () => {
  it('allows its own script and style and nothing from anywhere', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!
    const hashOf = (tag: string) => {
      const [, text] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)!
      return `'sha256-${createHash('sha256').update(text!).digest('base64')}'`
    }
    expect(policy).toBe(
      `default-src 'none'; script-src ${hashOf('script')}; style-src ${hashOf('style')}; font-src data:; base-uri 'none'; form-action 'none'`,
    )
    expect(page.match(/https?:\/\/[^'"]*/g)).toEqual(['http://www.w3.org/2000/svg'])
    expect(page).not.toMatch(/\b(?:src|href|style|on\w+)=/)
  })

  it('shows the run at its end, and at any update that the slider stands at', () => {
    const { document, textOf, move } = open(page)
    expect([textOf('title'), textOf('status'), textOf('learning')]).toEqual([
      ...['Copy memory · GRU', 'Done'],
      expect.stringMatching(/^(Has not learned yet|Learns|Solved)$/),
    ])
    expect(textOf('path')).toMatch(/^Gradients at update \d+: \w+\. Over the \d+ steps back/)
    const loss = (update: number) => String(Number(run.log.columns.loss[update]!.toPrecision(3)))
    expect(textOf('readouts')).toContain(`Update40 / 40Loss${loss(39)}`)
    move(11)
    expect(textOf('readouts')).toContain(`Update12 / 40Loss${loss(11)}`)
    const label = document.querySelector('#loss svg')!.getAttribute('aria-label')
    expect(label).toContain(`Loss: ${loss(11)} at update 12`)
    expect(document.querySelectorAll('#flow rect').length).toBeGreaterThan(40)
  })

  it('shows what the network answers, step by step', () => {
    const { document, textOf } = open(page)
    expect(textOf('sample')).toContain('as the network answers it after 40 updates')
    const rows = [...document.querySelectorAll('#sample tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    )
    const [input, target, prediction] = rows as [string[], string[], string[]]
    expect(input).toHaveLength(6)
    expect(target.slice(0, 4)).toEqual(['·', '·', '·', '·'])
    expect(target.slice(4)).toEqual(input.slice(0, 2))
    expect(prediction.every((text) => /^.[✓✗]$/u.test(text))).toBe(true)
  })

  it('brings the font that its Chinese needs, and only the slices with its characters', async () => {
    const codesOf = (text: string) => text.split(/[U+,]+/).filter((part) => part !== '')
    const rangesOf = (text: string) =>
      [...text.matchAll(/unicode-range:\s*([^}]*)/g)].map(([, range]) =>
        codesOf(range!).map((part) => part.split('-').map((code) => parseInt(code, 16))),
      )
    const has = (ranges: number[][], code: number) =>
      ranges.some(([first, last]) => code >= first! && code <= (last ?? first!))
    const withName = async (name: string) => rangesOf(await pageOf({ ...run, notes: { ...run.notes, name } }))
    const usual = await withName('mine')
    const characters = [...new Set(/id="words">(.*?)<\/script>/.exec(page)![1])].filter(
      (each) => each >= '⺀',
    )
    expect(characters.length).toBeGreaterThan(100)
    for (const each of characters) expect(has(usual.flat(), each.codePointAt(0)!), each).toBe(true)
    for (const range of usual) expect(characters.some((each) => has(range, each.codePointAt(0)!))).toBe(true)
    expect(has((await withName('饕餮')).flat(), '饕'.codePointAt(0)!)).toBe(true)
    expect(has(usual.flat(), '饕'.codePointAt(0)!)).toBe(false)
  })

  it('speaks Chinese to whoever reads it, and the other language on demand', () => {
    const { document, textOf } = open(page, 'zh-CN')
    expect([textOf('title'), textOf('loss-title'), document.documentElement.lang]).toEqual([
      ...['复制记忆 · GRU', '损失'],
      'zh-CN',
    ])
    const button = document.getElementById('language') as unknown as HTMLElement
    button.click()
    expect(textOf('loss-title')).toBe('Loss')
  })

  it('lists the settings, in bold what is not the default', () => {
    const { document } = open(page)
    const changed = [...document.querySelectorAll('#settings .changed')].map((cell) => cell.textContent)
    expect(changed).toEqual(['copy', '2', '2', 'gru', '3', '4', '40', '1'])
  })

  it('marks what is not finite, and is whole whatever the run is called', async () => {
    const loss = run.log.columns.loss.slice()
    loss[5] = NaN
    const columns = mapColumns((name) => (name === 'loss' ? loss : run.log.columns[name]))
    const name = '</script><img src=x onerror=alert(1)>'
    const odd = { ...run, log: { ...run.log, columns }, notes: { ...run.notes, name } }
    const { document, textOf } = open(await pageOf(odd))
    expect(document.querySelectorAll('#loss .bad-mark')).toHaveLength(1)
    expect(textOf('title')).toBe(`${name} (Copy memory · GRU)`)
    expect(document.querySelectorAll('img')).toHaveLength(0)
  })

  it('of a run that has made no update says so', async () => {
    const columns = mapColumns(() => new Float64Array(0))
    const empty = {
      ...run,
      checkpoints: [],
      status: 'paused' as const,
      log: { ...run.log, columns, length: 0 },
    }
    const { textOf } = open(await pageOf(empty))
    expect([textOf('status'), textOf('loss'), textOf('learning')]).toEqual([
      ...['Paused', 'This run has made no update.', ''],
    ])
  })

  it('keeps every spike of a run that is too long to be drawn whole', async () => {
    const loss = Float64Array.from({ length: 50_000 }, (_, i) => (i === 31_234 ? 99 : 1 + 1 / (i + 1)))
    const columns = mapColumns(() => loss)
    const long = { ...run, checkpoints: [], log: { ...run.log, columns, length: loss.length } }
    const text = await pageOf(long)
    const [, data] = /id="data">(.*?)<\/script>/.exec(text)!
    expect(data!.length).toBeLessThan(600_000)
    const { runs } = JSON.parse(data!) as { runs: Record<string, number[]>[] }
    const { loss: shown, update } = runs[0]!
    expect(shown![update!.indexOf(31_234)]).toBe(99)
    expect(update!.at(-1)).toBe(49_999)
  })
})

it('shows numbers where a task has values, channel by channel', async () => {
  const adding = await trained(join(folder, 'adding'), { ...copy, task: { name: 'adding', seqLen: 4 } })
  const { document } = open(await pageOf(adding))
  const heads = [...document.querySelectorAll('#sample tbody th')].map((cell) => cell.textContent)
  expect(heads).toEqual(['Value', 'Mark', 'Target', 'Prediction'])
  const cells = [...document.querySelectorAll('#sample tbody tr:last-child td')].map(
    (cell) => cell.textContent,
  )
  expect(cells.slice(0, 3)).toEqual(['', '', ''])
  expect(Number(cells[3]!.replace('−', '-'))).not.toBeNaN()
})

it('every text is there in both languages, with the same values in it', () => {
  const valuesIn = (node: unknown): string[] =>
    typeof node === 'string'
      ? [(node.match(/\{\w+\}/g) ?? []).sort().join()]
      : Object.entries(node as object).flatMap(([key, value]) => [key, ...valuesIn(value)])
  expect(valuesIn(words.zh)).toEqual(valuesIn(words.en))
})
