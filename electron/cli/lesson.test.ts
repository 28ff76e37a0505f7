import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFolder } from '../store/keptRun.testing'
import { unroll } from './unroll.testing'

const fence = (kind: string, block: unknown) => `\`\`\`${kind}\n${JSON.stringify(block)}\n\`\`\`\n`
const small = {
  ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
  train: { batch: 4, updates: 30 },
}
const lesson = (...blocks: string[]) => `---
unroll-lesson: 1
id: small
version: 1
language: en
languages: en, zh-CN
title: Small
minutes: 1
---
## One {#one}

${blocks.join('\n')}`

const chinese = (...kinds: string[]) =>
  `---\nunroll-lesson: 1\nid: small\nlanguage: zh-CN\ntitle: 小\n---\n## 一 {#one}\n\n${kinds.map((kind) => `\`\`\`${kind}\n\`\`\`\n`).join('\n')}`

/** Writes a lesson with its translation, which has the blocks of these kinds; returns its own file. */
async function write(folder: string, text: string, kinds: readonly string[]): Promise<string> {
  const file = join(folder, 'small.lesson.md')
  await writeFile(file, text)
  await writeFile(join(folder, 'small.zh-CN.lesson.md'), chinese(...kinds))
  return file
}

describe('unroll lesson check', () => {
  it('plays the runs with every seed, and says what holds and what they did', () =>
    withFolder(async (folder) => {
      const text = lesson(
        fence('run', { experiment: small, twin: { 'model.cell': 'rnn' } }),
        fence('check', { id: 'finite', probe: 'status', is: 'done' }),
        fence('check', { id: 'twin', run: 'one.twin', probe: 'field:model.cell', is: 'rnn' }),
        fence('predict', {
          id: 'gain',
          type: 'number',
          ask: '?',
          probe: 'gain',
          when: 'start',
          within: { decades: 1 },
        }),
      )
      const file = await write(folder, text, ['run', 'check', 'check', 'predict'])
      const { code, out, err } = await unroll(['lesson', 'check', file, '--seeds', '0,1,2'])
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/^One \(one\)\n {2}check finite +holds 3\/3 +done at update 30/)
      expect(out).toMatch(/check twin +holds 3\/3 +rnn/)
      expect(out).toMatch(/predict gain +asks the run +[\d.e-]+ to [\d.e-]+ at update 1,/)
      expect(out).toMatch(/\nzh-CN: complete\nsmall: holds on 3 of 3 seeds\n$/)
    }))

  it('names the seed on which a check does not hold, with the value, and ends with 1', () =>
    withFolder(async (folder) => {
      const text = lesson(
        fence('run', { experiment: small }),
        fence('check', { id: 'solved', probe: 'loss.smoothed', when: 'any', atMost: 1e-9 }),
      )
      const file = await write(folder, text, ['run', 'check'])
      const { code, out } = await unroll(['lesson', 'check', file, '--seeds', '0,4'])
      expect(code).toBe(1)
      expect(out).toMatch(/check solved +holds 0\/2/)
      expect(out).toMatch(/seed 4: 0\.\d+ after 30 updates\n/)
      expect(out).toContain('small: does not hold')
    }))

  it('plays what a learner would have to do: settings, tuning, what is opened', () =>
    withFolder(async (folder) => {
      const opens = 'visited:microscope/backward/3'
      const text = lesson(
        fence('run', { experiment: small }),
        fence('check', {
          id: 'other',
          probe: 'field:model.cell',
          is: 'lstm',
          solution: { changes: { 'model.cell': 'lstm' } },
        }),
        fence('check', {
          id: 'tuned',
          probe: 'tunings',
          atLeast: 1,
          solution: { tuning: [{ update: 5, 'optimizer.lr': 0.5 }] },
        }),
        fence('check', {
          id: 'opened',
          probe: opens,
          is: true,
          solution: { visits: ['microscope/backward/3'] },
        }),
        fence('check', { id: 'forgotten', probe: opens, is: true }),
      )
      const file = await write(folder, text, ['run', 'check', 'check', 'check', 'check'])
      const { code, json } = await unroll(['lesson', 'check', file, '--json', '--seeds', '0'])
      const outcomes = json().filter(({ type }) => type === 'outcome')
      expect(outcomes.map(({ id, holds }) => [id, holds])).toEqual([
        ['other', 1],
        ['tuned', 1],
        ['opened', 1],
        ['forgotten', 0],
      ])
      expect(json().at(-1)).toMatchObject({ type: 'lesson', id: 'small', allHold: false })
      expect(code).toBe(1)
    }))

  it('trains with what was tuned from that update on', () =>
    withFolder(async (folder) => {
      const lossOf = (id: string, solution?: unknown) =>
        fence('check', { id, probe: 'loss', above: 0, solution })
      const text = lesson(
        fence('run', { experiment: small }),
        lossOf('alone'),
        lossOf('late', { tuning: [{ update: 29, 'optimizer.lr': 0.5 }] }),
        lossOf('early', { tuning: [{ update: 10, 'optimizer.lr': 0.5 }] }),
      )
      const file = await write(folder, text, ['run', 'check', 'check', 'check'])
      const { json } = await unroll(['lesson', 'check', file, '--json', '--seeds', '0'])
      const [alone, late, early] = json().map(({ min }) => min)
      // The last update's loss is that before its step.
      expect(late).toBe(alone)
      expect(early).not.toBe(alone)
    }))

  it('tells of long runs before they begin', () =>
    withFolder(async (folder) => {
      const long = {
        ...small,
        model: { cell: 'gru', hiddenSize: 64 },
        train: { batch: 32, updates: 1_000_000, stop: { loss: 10 } },
      }
      const file = await write(folder, lesson(fence('run', { experiment: long })), ['run'])
      const { code, err } = await unroll(['lesson', 'check', file])
      expect(code).toBe(0)
      expect(err).toMatch(
        /^unroll: all updates of the run one take about \d+ (minutes|hours), once for every seed\n$/,
      )
    }))

  it('refuses a file with its lines, a translation that is missing, and what is no lesson', () =>
    withFolder(async (folder) => {
      const file = await write(
        folder,
        lesson(fence('run', { experiment: {} }), fence('figure', { veiw: 'loss' })),
        [],
      )
      const refused = await unroll(['lesson', 'check', file])
      expect(refused.code).toBe(2)
      expect(refused.err).toMatch(/small\.lesson\.md:\d+: task is missing: expected an object with fields/)
      expect(refused.err).toMatch(/small\.lesson\.md:\d+: figure has no key veiw\n/)
      await writeFile(join(folder, 'alone.lesson.md'), lesson(fence('run', { experiment: small })))
      const alone = await unroll(['lesson', 'check', join(folder, 'alone.lesson.md')])
      expect(alone.err).toMatch(
        /alone\.zh-CN\.lesson\.md: there is no such file, and alone\.lesson\.md declares zh-CN\n$/,
      )
      await mkdir(join(folder, 'folder.lesson.md'))
      expect((await unroll(['lesson', 'check', join(folder, 'folder.lesson.md')])).err).toContain(
        'it is no file',
      )
      expect((await unroll(['lesson', 'check', join(folder, 'x.md')])).err).toContain(
        'expected a name that ends in .lesson.md',
      )
      await writeFile(join(folder, 'bytes.lesson.md'), Uint8Array.from([0xff, 0xfe, 0x00]))
      expect((await unroll(['lesson', 'check', join(folder, 'bytes.lesson.md')])).err).toContain(
        'expected UTF-8',
      )
    }))

  it.each([
    [['lesson'], 'lesson needs list, check or report'],
    [['lesson', 'prove'], 'lesson knows no prove: expected list, check or report'],
    [['lesson', 'check'], 'lesson check got 0 files: expected 1'],
    [['lesson', 'check', 'a.lesson.md', '--seeds', '1,x'], 'there is no such file'],
  ])('%j is wrong use', async (args, message) => {
    const { code, err } = await unroll(args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

describe('unroll lesson list', () => {
  it('lists the lessons that come along, the base file first, absolute', async () => {
    const { code, json, err } = await unroll(['lesson', 'list', '--json'])
    expect([code, err]).toEqual([0, ''])
    const [lessons] = json() as unknown as [Record<string, unknown>[]]
    expect(lessons.length).toBeGreaterThan(0)
    for (const each of lessons) {
      expect(each).toMatchObject({ languages: ['en', 'zh-CN'] })
      const [own, translated] = each['files'] as [string, string]
      expect(own).toMatch(/^(\/|[A-Z]:\\).*\.lesson\.md$/)
      expect(translated).toBe(own.replace('.lesson.md', '.zh-CN.lesson.md'))
    }
  })

  it('lists those of another folder that can be read, and says what is wrong with the others', () =>
    withFolder(async (folder) => {
      await write(folder, lesson(fence('run', { experiment: small })), ['run'])
      await writeFile(join(folder, 'bad.lesson.md'), '# Nothing')
      const { code, out, err } = await unroll(['lesson', 'list', '--dir', folder])
      expect(out).toMatch(/small +Small \(1 min; en, zh-CN\)/)
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(/bad\.lesson\.md:1: a lesson begins with a line ---/),
      ])
      const gone = await unroll(['lesson', 'list', '--dir', join(folder, 'gone')])
      expect([gone.code, gone.err]).toEqual([2, expect.stringContaining('there is no such folder')])
    }))
})

describe('unroll schema lesson', () => {
  it('prints what may stand in each block', async () => {
    const { code, out } = await unroll(['schema', 'lesson'])
    const { properties } = JSON.parse(out) as { properties: Record<string, { required?: string[] }> }
    expect(code).toBe(0)
    expect(properties['check']?.required).toEqual(['id', 'probe'])
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(['run', 'figure', 'predict', 'choice', 'check', 'code', 'write']),
    )
  })
})
