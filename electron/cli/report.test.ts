import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder } from '../store/keptRun.testing'
import { smallTask, unroll } from './unroll.testing'

let folder: string
const inFolder = (name: string) => join(folder, name)
const json = (out: string) => JSON.parse(out) as Record<string, unknown>

beforeAll(async () => {
  folder = await makeFolder()
  await mkdir(inFolder('data/runs'), { recursive: true })
  await unroll(['train', ...smallTask, '--updates', '20', '--out', inFolder('data/runs/mine')])
  const answer = { at: '2026-01-01T00:00:00Z', of: 'x', isRight: true, measured: null }
  const lesson = {
    ...{ version: 1, step: null, checks: {}, runs: { 'first-run': 'mine' } },
    answers: { 'guess-mean': { ...answer, value: 1 } },
  }
  const progress = { 'unroll-progress': 1, seat: 0, lessons: { 'first-run': lesson } }
  await writeFile(inFolder('data/progress.json'), JSON.stringify(progress))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const handIn = (...more: string[]) =>
  unroll(['lesson', 'report', 'first-run', '--data-dir', inFolder('data'), ...more])

describe('a report by the command line', () => {
  it('is handed in by one person and trained again to the same bits by another', async () => {
    await mkdir(inFolder('all'))
    const out = inFolder('all/a.html')
    expect(await handIn('--learner', '韩梅梅', '--out', out)).toMatchObject({ code: 0, err: '' })
    const { code, out: told } = await unroll([
      'report',
      inFolder('all'),
      '--json',
      '--csv',
      inFolder('table.csv'),
    ])
    expect(json(told)).toMatchObject({
      ...{ file: 'a.html', learner: '韩梅梅', lesson: 'first-run', isEdited: false, isForeignPage: false },
      reruns: [{ outcome: 'same', name: 'first-run' }],
    })
    expect(code).toBe(0)
    expect(await readFile(inFolder('table.csv'), 'utf8')).toContain('a.html,韩梅梅,')
  })

  it('that somebody has edited ends with 1 and says which number does not follow from the seed', async () => {
    const page = await readFile(inFolder('all/a.html'), 'utf8')
    const edited = page.replace(/"loss":\[[^,]+,/, '"loss":[0.25,')
    await writeFile(inFolder('edited.html'), edited)
    const { code, out } = await unroll(['report', inFolder('edited.html')])
    expect(code).toBe(1)
    expect(out).toContain('EDITED')
    expect(out).toMatch(/DIFFERS: loss of update 1 is 0\.25 in the report, and [\d.]+ from its seed/)
  })

  it.each([
    [['report'], 'report needs a file or a folder'],
    [['report', '/nowhere.html'], 'cannot read /nowhere.html'],
    [['lesson', 'report', 'nothing', '--learner', 'x', '--out', 'y'], 'there is no lesson nothing'],
    [['lesson', 'report', 'first-run', '--out', 'y'], '--learner is missing: expected a name'],
    [['lesson', 'report', 'first-run', '--learner', 'x'], '--out is missing'],
  ])('refuses %j in a sentence', async (args, why) => {
    const { code, err } = await unroll(args)
    expect(code).toBe(2)
    expect(err).toContain(why)
  })
})
