import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report, ReportedLesson } from '../../../core/contract/reports'
import { makeFolder } from '../../store/keptRun.testing'
import type { StoredRun } from '../../store/runFolder'
import { sourceOf } from '../exportRun'
import { trained } from '../exchange.testing'
import { pageWith, reportOf, reportPage } from '../html/html'
import { digestOfReport } from '../html/proof'
import { readReport } from './readReport'
import { reportTable } from './reportTable'
import { rerun } from './rerun'

const VERSION = '1.2.3'
const SCRIPT = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
let folder: string
let run: StoredRun
let report: Report
let page: string

const lesson: ReportedLesson = {
  ...{ id: 'first', version: 1, title: 'First run' },
  questions: [
    {
      id: 'guess',
      kind: 'predict',
      ask: 'How much?',
      value: 1,
      shown: '=1+1',
      isRight: true,
      at: '2026-01-01T00:00:00Z',
    },
    { id: 'learns', kind: 'check', ask: 'loss', value: null, shown: '0.04', isRight: false, at: null },
    {
      id: 'why',
      kind: 'write',
      ask: 'Why?',
      value: SCRIPT,
      shown: SCRIPT,
      isRight: null,
      at: '2026-01-01T00:00:00Z',
    },
  ],
}

beforeAll(async () => {
  folder = await makeFolder()
  run = await trained(join(folder, 'copy'), {
    ...{ task: { name: 'copy', length: 2, delay: 2 }, model: { cell: 'gru', hiddenSize: 3 } },
    train: { batch: 4, updates: 30, threads: 1 },
  })
  report = await written('李雷')
  page = await reportPage(report)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function written(learner: string): Promise<Report> {
  const head = { version: VERSION, at: '2026-01-02T03:04:05Z', learner, lesson, language: 'zh' as const }
  return reportOf([{ name: 'first', source: sourceOf(run, undefined, () => undefined) }], head)
}

const read = (text: string) => readReport('a.html', Buffer.from(text), VERSION)
/** Of the page. */
const style = () => /<style>([^]*?)<\/style>/.exec(page)![1]!
/** The page with its data changed, as by hand. */
const withData = (change: (report: Report) => void) => {
  const changed = structuredClone(report)
  change(changed)
  return pageWith(changed, style())
}

describe('a report', () => {
  it('is read as it was written, and its run is trained again to the same bits', async () => {
    const found = read(page)
    expect(found).toMatchObject({ isEdited: false, isForeignPage: false })
    expect(found.report).toEqual(report)
    expect((await rerun(found.report.runs[0]!)).rerun).toEqual({ outcome: 'same', name: 'first' })
  })

  it('whose number was changed by hand is told as such, and which number the seed gives', async () => {
    const text = withData(({ runs: [first] }) => (first!.loss[9] = 0.5))
    const found = read(text)
    expect(found.isEdited).toBe(true)
    const { rerun: result } = await rerun(found.report.runs[0]!)
    expect(result).toMatchObject({ outcome: 'differs', column: 'loss', update: 9, shown: 0.5 })
    expect(result).toHaveProperty('trained', report.runs[0]!.loss[9])
  })

  it('that was changed with its digest is found by its seed', async () => {
    const text = withData((changed) => {
      changed.runs[0]!.gradNorm[3] = 7
      changed.digest = digestOfReport(changed)
    })
    const found = read(text)
    expect(found.isEdited).toBe(false)
    expect((await rerun(found.report.runs[0]!)).rerun).toMatchObject({
      column: 'gradNorm',
      update: 3,
      shown: 7,
    })
  })

  it('that claims other bits, more updates or another seed differs', async () => {
    const [first] = report.runs
    const proof = first!.proof!
    const other = async (changes: Partial<typeof proof>) =>
      (await rerun({ ...first!, proof: { ...proof, ...changes } })).rerun
    expect(await other({ bits: '0'.repeat(64) })).toMatchObject({ outcome: 'differs', column: 'bits' })
    expect(await other({ made: 31 })).toMatchObject({ outcome: 'differs', column: 'made', trained: 30 })
    const { train, ...rest } = proof.experiment as { train: object }
    const experiment = { ...rest, train: { ...train, seed: 1 } }
    expect(await other({ experiment })).toMatchObject({ outcome: 'differs', column: 'loss', update: 0 })
  })

  it('whose run cannot be trained here says why', async () => {
    const [first] = report.runs
    expect((await rerun({ ...first!, proof: null })).rerun).toMatchObject({ outcome: 'unproved' })
    const experiment = { task: { name: 'nothing' } }
    const { rerun: result } = await rerun({ ...first!, proof: { ...first!.proof!, experiment } })
    expect(result).toMatchObject({ outcome: 'unproved', why: expect.stringContaining('task.name') as string })
  })

  it('shows what a learner wrote as text, and tells of a script that was put into the page', () => {
    expect(page.match(/<script\b/g)).toHaveLength(3)
    expect(page).not.toContain('<img')
    const put = page.replace('<body>', '<body><script>alert(3)</script>')
    expect(read(put)).toMatchObject({ isEdited: false, isForeignPage: true })
    // Of another version's page nobody here can say it.
    expect(readReport('a.html', Buffer.from(put), '9.9.9').isForeignPage).toBeNull()
  })

  it.each([
    ['is cut', () => page.slice(0, page.length / 2), 'it is truncated'],
    [
      'is of another form',
      () => page.replace('"unroll-report":1', '"unroll-report":2'),
      'its form is 2, expected 1',
    ],
    ['has no data', () => '<!doctype html><p>nothing</html>', 'it holds no data of a report'],
    ['has broken data', () => page.replace('"unroll-report"', 'unroll'), 'not JSON'],
    ['lacks a field', () => page.replace('"learner":"李雷",', ''), 'learner'],
  ])('that %s is refused in a sentence', (_, text, why) => {
    expect(() => read(text())).toThrow(/^a\.html is no report: /)
    expect(() => read(text())).toThrow(why)
  })

  it('of thirty learners is a line of a table each, in less than five seconds of processor time', () => {
    const pages = Array.from({ length: 30 }, (_, i) => withData((each) => void (each.learner = `N${i}`)))
    const begun = process.cpuUsage()
    const files = []
    for (const [i, text] of pages.entries()) {
      files.push({ file: `${i}.html`, read: read(text), reruns: null })
    }
    const table = reportTable([...files, { file: 'x.html', problem: 'it is cut, "so"' }])
    // Of processor time: others may share the machine.
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(5000)
    const lines = table.trimEnd().split('\r\n')
    expect(lines).toHaveLength(32)
    expect(lines[0]).toContain('first: guess,first: guess (right)')
    // A spreadsheet takes nothing in it for a formula.
    expect(lines[3]).toContain(
      `2.html,N2,First run,2026-01-02T03:04:05Z,1,1,0,1,edited,'=1+1,true,0.04,false`,
    )
    expect(lines[31]).toBe('x.html,,"it is cut, ""so"""')
  })
})
