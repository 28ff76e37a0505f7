import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFolder } from '../store/keptRun.testing'
import { unroll } from './unroll.testing'

const small = ['--hidden-size', '3', '--batch', '2', '--threads', '1', '--updates', '4']

const states = ['even', 'odd']
/** Whether the ones so far are even or odd: written by hand, as a teacher would. */
const parity = {
  ...{ title: '奇偶 😀', alphabet: ['0', '1'], target: 'answer', at: 'each', steps: 8 },
  grammar: {
    ...{ start: 'even', endless: true },
    states: Object.fromEntries(
      states.map((name, i) => [
        name,
        {
          answer: name,
          next: [
            { symbol: '0', to: name },
            { symbol: '1', to: states[1 - i] },
          ],
        },
      ]),
    ),
  },
}

const write = (path: string, task: unknown) => writeFile(path, JSON.stringify(task, null, 2))
const trainOn = (file: string, ...more: string[]) => unroll(['train', '--task-file', file, ...small, ...more])

describe('a task of a person’s own on the command line', () => {
  it('is trained on, kept in the run, and evaluated, sent on and trained again without the file', () =>
    withFolder(async (folder) => {
      const [data, out, file] = [join(folder, 'data'), join(folder, 'run'), join(folder, '任务 one 😀.json')]
      await write(file, parity)
      const kept = await trainOn(file, '--json', '--out', out, '--data-dir', data)
      expect([kept.code, kept.err]).toEqual([0, ''])
      const run = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as { data: string }
      expect(JSON.parse(await readFile(join(out, 'data', run.data), 'utf8'))).toEqual(parity)
      await rm(file)
      const evaluated = await unroll(['evaluate', out, '--lengths', '8,16', '--json'])
      expect(evaluated.json()).toMatchObject([{ seqLen: 8 }, { seqLen: 16 }])
      const zip = join(folder, 'run.zip')
      expect(await unroll(['export', out, '--to', 'zip', '--out', zip])).toMatchObject({ code: 0, err: '' })
      const other = join(folder, 'other')
      expect(await unroll(['import', zip, '--data-dir', other])).toMatchObject({ code: 0, err: '' })
      const { json } = await unroll(['runs', 'list', '--json', '--data-dir', other])
      expect(json()).toMatchObject([{ updates: 4 }])
      const page = join(folder, 'page.html')
      const exported = await unroll(['export', out, '--to', 'html', '--out', page])
      expect(exported).toMatchObject({ code: 0, err: '' })
      expect(await readFile(page, 'utf8')).toContain('odd')
    }))

  it('that asks for the next symbol is written on by its network, from where strings begin or from a prompt', () =>
    withFolder(async (folder) => {
      const [out, file] = [join(folder, 'run'), join(folder, 'weather.json')]
      const next = (symbol: string, to: string) => [{ symbol, to }]
      const turning = { sunny: { next: next('sun', 'rainy') }, rainy: { next: next('rain', 'sunny') } }
      await write(file, {
        ...{ alphabet: ['sun', 'rain'], target: 'next', steps: 8 },
        grammar: { start: 'sunny', endless: true, states: turning },
      })
      await trainOn(file, '--out', out, '--data-dir', join(folder, 'data'))
      const { out: line } = await unroll(['sample', out, '--length', '3', '--seed', '1'])
      expect(line).toMatch(/^sun (sun|rain) (sun|rain) (sun|rain)\n$/)
      const prompted = await unroll(['sample', out, '--length', '1', '--prompt', 'sun rain'])
      expect(prompted.out).toMatch(/^sun rain (sun|rain)\n$/)
      const refused = await unroll(['sample', out, '--prompt', 'snow'])
      expect(refused).toMatchObject({ code: 2 })
      expect(refused.err).toContain('the prompt has "snow", expected characters or symbols')
    }))

  it('gives the same bits named by its experiment, from where the file lies beside that', () =>
    withFolder(async (folder) => {
      const beside = join(folder, 'a folder')
      await mkdir(beside)
      const file = join(beside, 't.json')
      await write(file, parity)
      const direct = await trainOn(file, '--json')
      const task = { name: 'custom', source: 'file', file: 't.json' }
      const experiment = join(beside, 'experiment.json')
      await write(experiment, { task, model: { cell: 'gru' } })
      const named = await unroll(['train', experiment, ...small, '--json'])
      expect(named.lines.slice(0, 4)).toEqual(direct.lines.slice(0, 4))
    }))

  it('is refused at the line and column where something is wrong', () =>
    withFolder(async (folder) => {
      const file = join(folder, 't.json')
      await write(file, { ...parity, grammar: { ...parity.grammar, endless: false } })
      const { code, err } = await trainOn(file)
      expect(code).toBe(2)
      expect(err).toContain(
        `${file}: line 14, column 7: grammar.states.even leads to no end of a string: expected a way`,
      )
      await writeFile(file, '{\n  "title": "x"\n  "target": "next"\n}')
      expect((await trainOn(file)).err).toContain(`${file}: it is not JSON from line 3, column 3 on`)
      await writeFile(file, Uint8Array.of(1, 0, 2))
      expect((await trainOn(file)).err).toContain(`${file}: `)
    }))

  it.each([
    [['--task', 'adding'], '--task is adding: expected none beside --task-file, which describes the task'],
    [['--file', 'x.txt'], '--file is x.txt: expected none beside --task-file, which describes the task'],
  ])('is refused with %j', (args, message) =>
    withFolder(async (folder) => {
      const file = join(folder, 't.json')
      await write(file, parity)
      const { code, err } = await trainOn(file, ...args)
      expect([code, err]).toEqual([2, expect.stringContaining(message)])
    }),
  )

  it('is refused where there is no such file', async () => {
    expect((await trainOn('no/such')).err).toContain('cannot read no/such: there is no such file')
  })
})

describe('unroll schema task', () => {
  it('prints what a task’s file may hold', async () => {
    const { out } = await unroll(['schema', 'task'])
    const schema = JSON.parse(out) as { required: string[]; properties: Record<string, object> }
    expect(schema.required).toEqual(['target'])
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(['alphabet', 'columns', 'grammar', 'sequences', 'at', 'validation']),
    )
    expect(schema.properties['grammar']).toMatchObject({ required: ['start', 'states'] })
  })
})
