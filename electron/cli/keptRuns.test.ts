import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFolder } from '../store/keptRun.testing'
import { smallTask as experiment, unroll } from './unroll.testing'

describe('unroll train --out', () => {
  it('prints what train prints, and keeps the run, which the catalog lists', () =>
    withFolder(async (folder) => {
      const [out, data] = [join(folder, 'out'), join(folder, 'data')]
      const args = ['train', ...experiment, '--updates', '40', '--json']
      const plain = await unroll(args)
      const kept = await unroll([...args, '--out', out, '--data-dir', data])
      expect([kept.code, kept.err]).toEqual([0, ''])
      expect(kept.lines.slice(0, 40)).toEqual(plain.lines.slice(0, 40))
      const { json } = await unroll(['runs', 'list', '--json', '--data-dir', data])
      expect(json()).toMatchObject([
        {
          ...{ folder: out, name: '', status: 'done', task: 'adding', cell: 'gru', seed: 0 },
          ...{ numParameters: 67, updates: 40, totalUpdates: 40, lastLoss: kept.json()[39]!['loss'] },
        },
      ])
      const { out: table } = await unroll(['runs', 'list', '--data-dir', data])
      expect(table).toMatch(/^id +name +status .*\n\d{8}-\d{6}-\w{4} +done +adding +gru +67 +40\/40 /)
    }))

  it('refuses a folder that is not empty, before anything is trained', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'thesis.tex'), 'x')
      const { code, out, err } = await unroll(['train', '--out', folder, '--data-dir', join(folder, 'data')])
      expect([code, out]).toEqual([2, ''])
      expect(err).toBe(`unroll: ${folder} is not empty, expected a new or an empty folder\n`)
      expect(await readdir(folder)).toEqual(['thesis.tex'])
    }))

  it('keeps the run also where the catalog cannot be written, and says so', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'data'), 'a file')
      const out = join(folder, 'out')
      const args = [
        'train',
        ...experiment,
        '--updates',
        '3',
        '--out',
        out,
        '--data-dir',
        join(folder, 'data'),
      ]
      const { code, err } = await unroll(args)
      expect(code).toBe(0)
      expect(err).toContain(`unroll: cannot enter the run into ${join(folder, 'data', 'runs')}: `)
      expect((await unroll(['runs', 'show', out, '--json'])).json()).toMatchObject([{ status: 'done' }])
    }))

  it.each([
    [['--out', ''], '--out is empty: expected the path of a folder'],
    [['--data-dir', 'x'], '--data-dir is of no use without --out or --resume'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await unroll(['train', ...args])
    expect([code, err]).toEqual([2, `unroll: ${message}\n`])
  })
})

describe('unroll train --resume', () => {
  it('goes on after a signal to the same bits, by id or folder, and with any number of threads', () =>
    withFolder(async (folder) => {
      const [out, data] = [join(folder, 'out'), join(folder, 'data')]
      const train = ['train', ...experiment, '--updates', '12000', '--json']
      const stopped = await unroll([...train, '--out', out, '--data-dir', data], 'SIGTERM')
      expect(stopped.code).toBe(143)
      expect(stopped.err).toBe(`unroll: ended by SIGTERM; it is kept: unroll train --resume ${out} goes on\n`)
      const [listed] = (await unroll(['runs', 'list', '--json', '--data-dir', data])).json()
      const { id, updates } = listed as { id: string; updates: number }
      expect(listed).toMatchObject({ status: 'stopped' })
      expect(updates).toBeLessThan(12000)

      const resume = ['train', '--resume', id, '--data-dir', data, '--json', '--threads', '1']
      const rest = await unroll(resume)
      expect([rest.code, rest.err]).toEqual([0, ''])
      expect(rest.json()[0]).toMatchObject({ type: 'update', update: updates })
      const whole = await unroll(train)
      expect(rest.lines.slice(0, -1)).toEqual(whole.lines.slice(updates, -1))
      const { clippedShare } = whole.json().at(-1)!
      expect(rest.json().at(-1)!['clippedShare']).toBe(clippedShare)

      // Of what is over only the end is said.
      const again = await unroll(resume)
      expect(again.code).toBe(0)
      expect(again.json()).toMatchObject([{ type: 'end', status: 'done', update: 12000, reason: 'updates' }])
      expect(again.json()[0]!['clippedShare']).toBe(clippedShare)
      expect(again.json()[0]!['loss']).toBe(whole.json().at(-1)!['loss'])
    }))

  it('says of a run that diverged how, again', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out')
      const args = ['train', ...experiment, '--cell', 'residual', '--nonlinearity', 'relu', '--clip', 'none']
      const first = await unroll([
        ...args,
        '--optimizer',
        'sgd',
        '--lr',
        '100',
        '--out',
        out,
        '--data-dir',
        folder,
      ])
      expect(first.code).toBe(3)
      const again = await unroll(['train', '--resume', out])
      expect(again.code).toBe(3)
      expect(again.lines).toHaveLength(1)
      expect(again.lines[0]!.split(' ms per')[0]!.slice(0, 60)).toBe(first.lines[1]!.slice(0, 60))
    }))

  it('refuses another experiment, and what is no run', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out')
      await unroll(['train', ...experiment, '--updates', '2', '--out', out, '--data-dir', folder], 'SIGINT')
      await rm(join(out, 'events.jsonl'))
      const refused = async (...args: string[]) => (await unroll(['train', '--resume', ...args])).err
      const why = 'cannot be given with --resume: a run goes on with the experiment it has'
      const interrupted = join(folder, 'interrupted')
      await rename(out, interrupted)
      await writeFile(
        join(interrupted, 'experiment.json'),
        '{"task":{"name":"adding"},"model":{"cell":"gru"}}',
      )
      expect(await refused(interrupted, '--lr', '1')).toBe(`unroll: --lr ${why}\n`)
      expect(await refused(interrupted, '--no-bias')).toBe(`unroll: --bias ${why}\n`)
      expect(await refused(interrupted, '--out', 'x')).toBe(`unroll: --out ${why}\n`)
      expect(await refused(interrupted, 'file.json')).toBe(`unroll: file.json ${why}\n`)
      expect(await refused(interrupted, '--threads', '0')).toContain('train.threads is 0: expected')
      expect(await readdir(interrupted)).not.toContain('lock')
      await mkdir(join(folder, 'empty'))
      expect(await refused(join(folder, 'empty'))).toContain('expected the folder of a run, or an id in')
    }))

  it('begins at its first update where there is no checkpoint, and names what is damaged', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out')
      const train = ['train', ...experiment, '--updates', '50', '--json']
      await unroll([...train, '--out', out, '--data-dir', folder])
      await rm(join(out, 'events.jsonl'))
      const log = await readFile(join(out, 'log.arrows'))
      await writeFile(join(out, 'log.arrows'), log.subarray(0, log.length - 1))
      const { code, lines, err } = await unroll(['train', '--resume', out, '--json'])
      expect(code).toBe(0)
      expect(err).toContain(`${join(out, 'log.arrows')}: it is damaged from byte `)
      expect(err).toContain(`cannot read ${join(out, 'events.jsonl')}: there is no such file`)
      expect(lines.slice(0, -1)).toEqual((await unroll(train)).lines.slice(0, -1))
    }))
})

describe('unroll runs', () => {
  it('shows a run and what makes two of them differ, in settings and results', () =>
    withFolder(async (folder) => {
      const data = ['--data-dir', folder]
      for (const [name, lr] of [
        ['a', '0.01'],
        ['b', '0.02'],
      ] as const) {
        await unroll([
          'train',
          ...experiment,
          '--updates',
          '5',
          '--lr',
          lr,
          '--out',
          join(folder, name),
          ...data,
        ])
      }
      const [a, b] = [join(folder, 'a'), join(folder, 'b')]
      expect((await unroll(['runs', 'show', a])).out).toMatch(/\n {2}optimizer\.lr +0\.01\n/)
      expect((await unroll(['runs', 'show', a, '--json'])).json()).toMatchObject([
        { status: 'done', checkpoints: [5], problems: [], experiment: { optimizer: { lr: 0.01 } } },
      ])
      const { json } = await unroll(['runs', 'diff', a, b, '--json'])
      expect(json().map(({ field }) => field)).toEqual(['optimizer.lr', 'lastLoss', 'bestLoss'])
      expect(json()[0]!['values']).toEqual([0.01, 0.02])
      expect((await unroll(['runs', 'diff', a, b])).out).toMatch(/\noptimizer\.lr +0\.01 +0\.02\n/)
      expect((await unroll(['runs', 'diff', a, a])).out).toBe('no difference\n')
    }))

  it('moves what is deleted into the bin, all of it or nothing, and brings it back', () =>
    withFolder(async (folder) => {
      const [out, data] = [join(folder, 'out'), join(folder, 'data')]
      await unroll(['train', ...experiment, '--updates', '2', '--out', out, '--data-dir', data])
      const none = await unroll(['runs', 'delete', out, 'nothing', '--data-dir', data])
      expect([none.code, none.out]).toEqual([2, ''])
      const { code, json } = await unroll(['runs', 'delete', out, '--json', '--data-dir', data])
      expect([code, json()]).toEqual([0, [{ folder: out, bin: expect.stringContaining(join(data, 'bin')) }]])
      expect((await unroll(['runs', 'list', '--data-dir', data])).out).toBe(`no runs in ${data}\n`)
      const [id] = await readdir(join(data, 'bin'))
      const restored = await unroll(['runs', 'restore', id!.slice(0, 9), '--data-dir', data])
      expect([restored.code, restored.out]).toEqual([0, `${join(data, 'runs', id!)} is back\n`])
      expect((await unroll(['runs', 'list', '--json', '--data-dir', data])).json()).toMatchObject([{ id }])
      const again = await unroll(['runs', 'restore', id!, '--data-dir', data])
      expect([again.code, again.err]).toEqual([
        2,
        `unroll: there is no run ${id} in the bin: expected an id in ${join(data, 'bin')}\n`,
      ])
    }))

  it.each([
    [[], 'runs is followed by nothing: expected list, show, diff, delete, restore'],
    [['fly'], 'runs is followed by fly: expected list, show, diff, delete, restore'],
    [['toString'], 'runs is followed by toString: expected'],
    [['list', 'x'], 'runs list got 1 runs: expected 0'],
    [['show'], 'runs show got 0 runs: expected 1'],
    [['diff', 'x'], 'runs diff got 1 runs: expected 2'],
    [['delete'], 'runs delete got 0 runs: expected at least 1'],
    [['restore'], 'runs restore got 0 runs: expected at least 1'],
    [['show', 'x\u001b[2J'], 'there is no run x\\u001b[2J: expected'],
    [['show', 'a/../b\\c'], 'there is no run a/../b\\c: expected the folder of a run, or an id in'],
    [['delete', 'n'.repeat(300)], `there is no run ${'n'.repeat(159)}`],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await unroll(['runs', ...args])
    expect(code).toBe(2)
    expect(err).toContain(`unroll: ${message}`)
  })
})
