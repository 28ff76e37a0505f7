import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDiagnostics } from '../store/diagnosticsFile'
import { withFolder } from '../store/keptRun.testing'
import { unroll } from './unroll.testing'

const small = ['--seq-len', '8', '--hidden-size', '3', '--batch', '2', '--threads', '1', '--updates', '4']
const RHYME = 'one for sorrow, two for joy, three for a girl, four for a boy.\n'.repeat(4)

/** Trains on a text. */
const trainOn = (file: string, ...more: string[]) =>
  unroll(['train', '--task', 'text', '--file', file, ...small, ...more])

describe('a text of a person’s own on the command line', () => {
  it('is trained on, and copied into the run, which goes on and is exported without the file', () =>
    withFolder(async (folder) => {
      const [data, out, file] = [join(folder, 'data'), join(folder, 'run'), join(folder, '儿歌 1.txt')]
      await writeFile(file, RHYME)
      const kept = await trainOn(file, '--json', '--out', out, '--data-dir', data)
      expect([kept.code, kept.err]).toEqual([0, ''])
      const run = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as { data: string }
      expect(await readFile(join(out, 'data', run.data), 'utf8')).toBe(RHYME)
      await rm(file)
      const zip = join(folder, 'run.zip')
      expect(await unroll(['export', out, '--to', 'zip', '--out', zip])).toMatchObject({ code: 0, err: '' })
      const other = join(folder, 'other')
      expect(await unroll(['import', zip, '--data-dir', other])).toMatchObject({ code: 0, err: '' })
      const { json } = await unroll(['runs', 'list', '--json', '--data-dir', other])
      expect(json()).toMatchObject([{ task: 'text', updates: 4 }])
    }))

  it('keeps what the network wrote along its training in the run', () =>
    withFolder(async (folder) => {
      const [data, out, file] = [join(folder, 'data'), join(folder, 'run'), join(folder, 'a.txt')]
      await writeFile(file, RHYME)
      await trainOn(file, '--out', out, '--data-dir', data)
      const { observations } = await openDiagnostics(out)
      const written = observations.flatMap(({ update, written }) => (written ? [{ update, ...written }] : []))
      expect(written).toMatchObject([{ update: 3, reach: 12 }])
      expect([...written[0]!.text].every((character) => RHYME.includes(character))).toBe(true)
    }))

  it('is written on after every so many updates as are asked for, without a change of the training', () =>
    withFolder(async (folder) => {
      const [data, out, file] = [join(folder, 'data'), join(folder, 'run'), join(folder, 'a.txt')]
      await writeFile(file, RHYME)
      const often = await trainOn(file, '--output-every', '2', '--json', '--out', out, '--data-dir', data)
      const usual = await trainOn(file, '--json')
      expect(often.lines.slice(0, -1)).toEqual(usual.lines.slice(0, -1))
      const { observations } = await openDiagnostics(out)
      expect(observations.flatMap(({ update, written }) => (written ? [update] : []))).toEqual([1, 3])
    }))

  it('is told of before it is read where that takes much memory', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'long.txt')
      await writeFile(file, RHYME.repeat(20_000))
      const { code, err } = await trainOn(file, '--json')
      expect(code).toBe(0)
      expect(err).toBe(`unroll: ${file} has 6 MB: reading it takes up to about 71 MB of memory\n`)
    }))

  it('gives the same bits named by its experiment, from where the file lies beside that', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'rhyme.txt')
      await writeFile(file, RHYME)
      const direct = await trainOn(file, '--json')
      const task = { name: 'text', source: 'file', file: 'rhyme.txt', seqLen: 8 }
      const experiment = join(folder, 'experiment.json')
      await writeFile(experiment, JSON.stringify({ task, model: { cell: 'gru' } }))
      const named = await unroll(['train', experiment, ...small, '--json'])
      expect(named.lines.slice(0, 4)).toEqual(direct.lines.slice(0, 4))
    }))

  it('that has changed or gone since the experiment was written is told of', () =>
    withFolder(async (folder) => {
      const [out, file, beside] = [join(folder, 'run'), join(folder, 'a.txt'), join(folder, 'b')]
      await writeFile(file, RHYME)
      await trainOn(file, '--out', out, '--data-dir', join(folder, 'data'))
      await mkdir(beside)
      await rename(join(out, 'experiment.json'), join(beside, 'experiment.json'))
      const again = () =>
        unroll(['train', join(beside, 'experiment.json'), '--data-dir', join(folder, 'none')])
      expect((await again()).err).toContain('the data of a.txt are missing: expected ')
      await writeFile(join(beside, 'a.txt'), 'changed')
      expect((await again()).err).toContain(`${join(beside, 'a.txt')} has changed: its SHA-256 is `)
    }))

  it.each([
    [['--task', 'adding', '--file', 'x.txt'], '--file is x.txt: the task "adding" reads no file'],
    [['--task', 'text', '--source', 'file'], 'task.file is null: expected a file: --file names one'],
    [['--task', 'text', '--file', 'no/such'], 'cannot read no/such: there is no such file'],
    [
      ['--task', 'text', '--bidirectional'],
      'model.bidirectional is true: expected false where task.state is carried',
    ],
  ])('is refused with %j', async (args, message) => {
    const { code, err } = await unroll(['train', ...args])
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
  })
})

describe('a series of a person’s own on the command line', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `2024-01-01 ${String(i % 24).padStart(2, '0')}:00;${i % 5},5;${i}`,
  )
  const sizes = ['--hidden-size', '3', '--batch', '2', '--threads', '1', '--updates', '4', '--seq-len', '6']
  const trainOnTable = (file: string, ...more: string[]) =>
    unroll(['train', '--task', 'series', '--file', file, ...sizes, ...more])

  it('is read as it is written, forecast from itself one step ahead, and told of in its own unit', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'prices.csv')
      await writeFile(file, ['hour;price;n', ...rows.slice(0, 24)].join('\n'))
      const { code, out, err } = await trainOnTable(file, '--target', 'price', '--validation', '0.4')
      expect([code, err]).toEqual([0, expect.not.stringContaining('unroll:')])
      expect(out).toMatch(/ {2}forecast: price, mean 2\.\d+, standard deviation 1\.\d+; from: price\n/)
      expect(out).toMatch(/root mean square error [\d.]+ \(price\)/)
    }))

  it.each([
    ['no target', [], [], 'task.target is null: expected one or more of the columns hour, price, n'],
    [
      'a column that is not there',
      ['--target', 'cost'],
      [],
      'task.target is "cost": expected one or more of the columns hour, price, n',
    ],
    [
      'an empty cell',
      ['--target', 'price'],
      ['2024-01-02 00:00;;1'],
      'task.missing is "refuse": line 26, column 2 (price) is empty, as are 1 cells in all: expected numbers',
    ],
    [
      'a text',
      ['--target', 'price'],
      ['2024-01-02 00:00;many;1'],
      'task.target is "price": line 26, column 2 (price) is "many", expected a number',
    ],
    ['a ragged row', ['--target', 'price'], ['1;2'], 'line 26 has 2 cells, expected 3, as in the first line'],
    [
      'dates out of order',
      ['--target', 'price'],
      ['2023-01-01 00:00;1,5;1'],
      'line 26: the date in column hour is before the one above it, expected a later one',
    ],
  ])('is refused with %s', (_, args, more, message) =>
    withFolder(async (folder) => {
      const file = join(folder, 'prices.csv')
      await writeFile(file, ['hour;price;n', ...rows.slice(0, 24), ...more].join('\n'))
      const { code, err } = await trainOnTable(file, ...args)
      expect([code, err]).toEqual([2, expect.stringContaining(message)])
    }),
  )
})

describe('unroll sample', () => {
  it('writes on from a prompt, the same for a seed, after any update that was made', () =>
    withFolder(async (folder) => {
      const [file, out] = [join(folder, 'a.txt'), join(folder, 'run')]
      await writeFile(file, RHYME)
      const trained = await trainOn(file, '--out', out, '--data-dir', join(folder, 'data'))
      expect(trained.out).toContain('the text: 252 characters, ')
      expect(trained.out).toContain(' bits per character, ')
      const sampled = (...args: string[]) =>
        unroll(['sample', out, '--length', '30', '--prompt', 'for', ...args])
      const one = await sampled('--seed', '1')
      const same = await sampled('--seed', '1', '--temperature', '1')
      const other = await sampled('--seed', '2')
      const first = await sampled('--seed', '1', '--update', '0', '--json')
      expect(one.out).toMatch(/^for[^]{30}\n$/)
      expect([same.out, same.err]).toEqual([one.out, ''])
      expect(other.out).not.toBe(one.out)
      expect(first.json()).toMatchObject([{ update: 0, prompt: 'for' }])
      expect(first.json()[0]!['probabilities']).toHaveLength(30)
    }))

  it.each([
    [['--prompt', 'Z'], 'the prompt has "Z", expected characters or symbols that were read'],
    [['--temperature', '-1'], '--temperature is -1: expected a number from 0 to 100'],
    [['--top-k', '0'], '--top-k is 0: expected a whole number from 1 to 65536'],
    [['--length', 'x'], '--length is x: expected a whole number from 0 to 1000000'],
    [['--update', '9'], 'the run has not stood after 9 updates: expected 0 to 4'],
  ])('is refused with %j', (args, message) =>
    withFolder(async (folder) => {
      const [file, out] = [join(folder, 'a.txt'), join(folder, 'run')]
      await writeFile(file, RHYME)
      await trainOn(file, '--out', out, '--data-dir', join(folder, 'data'))
      const { code, err } = await unroll(['sample', out, ...args])
      expect([code, err]).toEqual([2, expect.stringContaining(message)])
    }),
  )
})
