import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFolder } from '../store/keptRun.testing'
import { unroll } from './unroll.testing'

const experiment = (updates: number) => ({
  ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
  train: { batch: 4, updates },
})
const grid = { strategy: 'grid', fields: { 'optimizer.lr': [0.001, 0.02], 'model.cell': ['gru', 'rnn'] } }

/** Writes a sweep into a folder; returns its file's path. */
async function write(folder: string, sweep: unknown, name = 'rates.json'): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, typeof sweep === 'string' ? sweep : JSON.stringify(sweep))
  return file
}

describe('unroll sweep', () => {
  it('prints a line a trial, in their order, with the numbers that train prints of it', () =>
    withFolder(async (folder) => {
      const file = await write(folder, { experiment: experiment(40), search: grid })
      const { code, json, err } = await unroll(['sweep', file, '--json', '--data-dir', folder])
      expect([code, err]).toEqual([0, ''])
      expect(json().map(({ fields }) => fields)).toEqual([
        { 'optimizer.lr': 0.001, 'model.cell': 'gru' },
        { 'optimizer.lr': 0.001, 'model.cell': 'rnn' },
        { 'optimizer.lr': 0.02, 'model.cell': 'gru' },
        { 'optimizer.lr': 0.02, 'model.cell': 'rnn' },
      ])
      const settings = { task: { name: 'adding', seqLen: 6 }, model: { cell: 'rnn', hiddenSize: 3 } }
      const train = { ...settings, optimizer: { lr: 0.02 }, train: { batch: 4, updates: 40, threads: 1 } }
      const alone = await unroll(['train', await write(folder, train, 'one.json'), '--json'])
      const { status, loss, update } = alone.json().at(-1)!
      expect(json()[3]).toMatchObject({ type: 'trial', status, loss, update })
    }))

  it('prints the same when nothing is kept, with more or fewer threads, and when all of it is done', () =>
    withFolder(async (folder) => {
      const search = { strategy: 'random', trials: 4, fields: { 'optimizer.lr': { min: 0.001, max: 0.1 } } }
      const file = await write(folder, { experiment: experiment(30), search })
      const kept = ['sweep', file, '--json', '--data-dir', folder]
      const { out } = await unroll([...kept, '--threads', '1'])
      expect(out.trimEnd().split('\n')).toHaveLength(4)
      expect((await unroll(kept)).out).toBe(out)
      expect((await unroll(['sweep', file, '--json', '--no-keep', '--threads', '３'])).out).toBe(out)
    }))

  it('keeps trials as runs, which are listed with their group', () =>
    withFolder(async (folder) => {
      const file = await write(folder, { experiment: experiment(5), search: grid })
      const { json } = await unroll(['sweep', file, '--json', '--data-dir', folder])
      const ids = json().map(({ id }) => id)
      const listed = (await unroll(['runs', 'list', '--json', '--data-dir', folder])).json()
      expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort())
      const group = { kind: 'sweep', name: 'rates', fields: { 'optimizer.lr': 0.001, 'model.cell': 'rnn' } }
      expect(listed.find(({ id }) => id === ids[1])).toMatchObject({ group })
      const shown = await unroll(['runs', 'show', ids[1] as string, '--data-dir', folder])
      expect(shown.out).toMatch(/\n {2}group +sweep rates \([0-9a-f]{16}\)\n/)
    }))

  it('fills a table as it goes, and says which trials are best and how to open them', () =>
    withFolder(async (folder) => {
      const file = await write(folder, { experiment: experiment(30), search: grid })
      const { code, lines } = await unroll(['sweep', file, '--data-dir', folder])
      expect(code).toBe(0)
      expect(lines[0]).toMatch(/^rates: 4 trials by grid over optimizer.lr, model.cell, \d+ at a time$/)
      expect(lines[2]).toMatch(/^# +id +optimizer\.lr +model\.cell +status +smoothed +loss +updates$/)
      expect(lines[3]).toMatch(/^1 +[0-9a-f]{16} +0\.001 +gru +done +[\d.]+ +[\d.]+ +30$/)
      expect(lines.at(8)).toBe('the 4 best of 4 done, by the loss smoothed over updates:')
      const id = /unroll runs show ([0-9a-f]{16}) --data-dir /.exec(lines.at(10)!)?.[1]
      expect((await unroll(['runs', 'show', id!, '--data-dir', folder])).code).toBe(0)
    }))

  it('takes a trial that diverged for a result', () =>
    withFolder(async (folder) => {
      const base = { ...experiment(200), model: { cell: 'residual' }, clip: { mode: 'none' } }
      const search = { strategy: 'grid', fields: { 'optimizer.lr': [500] } }
      const file = await write(folder, {
        experiment: { ...base, optimizer: { name: 'sgd' } },
        search,
      })
      const { code, json } = await unroll(['sweep', file, '--json', '--no-keep'])
      expect([code, json()]).toMatchObject([0, [{ status: 'diverged' }]])
    }))

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by %s with what it has, says how to go on, and then does', (signal, expected) =>
    withFolder(async (folder) => {
      const file = await write(folder, { experiment: experiment(400), search: grid })
      const command = ['sweep', file, '--json', '--data-dir', folder, '--threads', '1']
      const cut = await unroll(command, signal)
      expect(cut.code).toBe(expected)
      expect(cut.err).toMatch(
        new RegExp(
          `^unroll: ended by ${signal} after \\d of 4 trials; it is kept: the same command goes on\n$`,
        ),
      )
      const whole = await unroll(command)
      const numTold = cut.lines.length
      expect(numTold).toBeLessThan(4)
      expect(whole.lines.slice(0, numTold)).toEqual(cut.lines)
      expect(whole.out).toBe((await unroll(['sweep', file, '--json', '--no-keep'])).out)
    }),
  )

  it('refuses a file that is no sweep in one line, and trains nothing', () =>
    withFolder(async (folder) => {
      const refused = async (sweep: unknown, ...options: string[]) => {
        const file = await write(folder, sweep)
        const { code, out, err } = await unroll(['sweep', file, '--data-dir', folder, ...options])
        expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1])
        return err.replace(`${file}: `, '')
      }
      expect(await refused('{')).toMatch(/^unroll: it is not JSON: /)
      expect(await refused({ experiment: experiment(1), search: { ...grid, strategy: 'best' } })).toBe(
        'unroll: search.strategy is "best": expected one of grid, random, sobol\n',
      )
      const many = Array.from({ length: 1000 }, (_, i) => i + 1)
      const fields = { 'model.hiddenSize': many, 'train.seed': many, 'train.updates': many }
      expect(await refused({ experiment: experiment(1), search: { strategy: 'grid', fields } })).toContain(
        'search.fields is 1000000000: expected at most 10000 trials',
      )
      const fine = { experiment: experiment(1), search: grid }
      for (const threads of ['0', '257', '1.5', '0x2', 'many']) {
        const message = `--threads is ${threads}: expected a whole number from 1 to 256`
        expect(await refused(fine, '--threads', threads)).toContain(message)
      }
      expect(await refused(fine, '--out', '')).toContain('--out is empty')
      expect(await refused(fine, '--no-keep')).toContain('--data-dir is of no use with --no-keep')
      expect(await refused(fine, 'other.json')).toContain('expected one sweep, got ')
      expect(await readdir(folder)).not.toContain('runs')
    }))

  it.each([
    [[], 'sweep needs a file; see unroll sweep --help'],
    [['missing.json'], 'cannot read missing.json: there is no such file'],
    [['x', '--out'], '--out is missing its value'],
    [['x', '--lr', '1'], 'sweep has no option --lr'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await unroll(['sweep', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`unroll: ${message}`)
  })
})
