import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rm } from 'node:fs/promises'
import { exportFormatNames } from '../../core/contract/exchange'
import { exportFormats } from '../exchange/exportFormats'
import { makeFolder } from '../store/keptRun.testing'
import { smallTask, unroll } from './unroll.testing'

let folder: string
let run: string
let updates: Record<string, unknown>[]

beforeAll(async () => {
  folder = await makeFolder()
  run = join(folder, 'run')
  const train = ['train', ...smallTask, '--updates', '20', '--json', '--out', run, '--data-dir', folder]
  updates = (await unroll(train)).json().slice(0, 20)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A new folder for what one test writes. */
async function place(): Promise<string> {
  const path = join(folder, `test-${++numPlaces}`)
  await mkdir(path)
  return path
}
let numPlaces = 0

const exportTo = (to: string, out: string, ...options: string[]) =>
  unroll(['export', run, '--to', to, '--out', out, ...options])

describe('unroll export', () => {
  it('writes numbers that read back to the same bits', async () => {
    const here = await place()
    const [csv, json] = [join(here, 'run.csv'), join(here, 'run.json')]
    expect(await exportTo('csv', csv)).toMatchObject({ code: 0, out: '', err: '' })
    const [head, ...rows] = (await readFile(csv, 'utf8')).trimEnd().split('\n')
    expect(head).toBe('update,loss,gradNorm,gradNormClipped,lr,ms')
    expect(rows.map((row) => row.split(',').map(Number).slice(0, 4))).toEqual(
      updates.map(({ update, loss, gradNorm, gradNormClipped }) => [update, loss, gradNorm, gradNormClipped]),
    )

    await exportTo('json', json)
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
      ...{ status: 'done', experiment: { task: { name: 'adding' } }, events: [{ type: 'done' }] },
      log: { update: updates.map(({ update }) => update), loss: updates.map(({ loss }) => loss) },
      weights: { update: 20 },
    })
  })

  it.each(exportFormatNames)('writes %s at exactly the path, and nothing beside it', async (to) => {
    const here = await place()
    const { code, err, out } = await exportTo(to, join(here, 'run'))
    expect([code, err, out]).toEqual([0, '', ''])
    expect(await readdir(here)).toEqual(['run'])
    const isFolder = await readdir(join(here, 'run')).then(
      () => true,
      () => false,
    )
    expect(isFolder).toBe(exportFormats[to].makes === 'folder')
  })

  it('prints an experiment, which train takes, and writes it to a file', async () => {
    const here = await place()
    const { out, code } = await unroll(['export', run, '--to', 'experiment'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      task: { name: 'adding', seqLen: 6 },
      model: { cell: 'gru', hiddenSize: 3 },
      train: { batch: 4, updates: 20, threads: 1 },
    })
    const file = join(here, 'experiment.json')
    await exportTo('experiment', file)
    expect(await readFile(file, 'utf8')).toBe(out)
    const again = await unroll(['train', file, '--json'])
    expect(again.json().slice(0, 20)).toEqual(updates)
  })

  it('refuses a file that is there, and replaces it with --force', async () => {
    const here = await place()
    const path = join(here, 'run.csv')
    await writeFile(path, 'what stood there before')
    const refused = await exportTo('csv', path)
    expect([refused.code, refused.err]).toEqual([
      2,
      `unroll: ${path} is there already: --force replaces it\n`,
    ])
    expect(await readFile(path, 'utf8')).toBe('what stood there before')
    expect((await exportTo('csv', path, '--force')).code).toBe(0)
    expect(await readFile(path, 'utf8')).toMatch(/^update,/)
    expect(await readdir(here)).toEqual(['run.csv'])
  })

  it('replaces with --force a folder that an export has written, and no other', async () => {
    const here = await place()
    const path = join(here, 'board')
    await exportTo('tensorboard', path)
    const [name] = await readdir(path)
    await writeFile(join(path, name!), 'broken')
    expect((await exportTo('tensorboard', path)).err).toContain('is there already: --force replaces it')
    expect((await exportTo('tensorboard', path, '--force')).code).toBe(0)
    expect(await readFile(join(path, name!), 'utf8')).not.toBe('broken')
    await writeFile(join(path, 'thesis.tex'), 'x')
    const { code, err } = await exportTo('tensorboard', path, '--force')
    expect(code).toBe(2)
    expect(err).toContain(`${path} holds other files, such as thesis.tex: --force replaces a folder that`)
    expect((await readdir(path)).sort()).toEqual([name, 'thesis.tex'].sort())
    expect(await readdir(here)).toEqual(['board'])
  })

  it('writes where a link leads, which stays', async () => {
    const here = await place()
    await writeFile(join(here, 'real.csv'), '')
    await symlink(join(here, 'real.csv'), join(here, 'link.csv'))
    expect((await exportTo('csv', join(here, 'link.csv'), '--force')).code).toBe(0)
    expect(await readFile(join(here, 'real.csv'), 'utf8')).toMatch(/^update,/)
  })

  it.each([
    ['csv', 'no/x.csv', (path: string) => `cannot write ${path}: there is no folder ${join(path, '..')}`],
    ['csv', '.', (path: string) => `${path} is a folder, expected the path of a file`],
    ['tensorboard', 'file', (path: string) => `${path} is a file, expected the path of a folder`],
    ['csv', 'file/x.csv', (path: string) => `cannot write ${path}: it is not a folder`],
  ])('names what cannot be written: %s to %s', async (to, name, messageOf) => {
    const here = await place()
    await writeFile(join(here, 'file'), '')
    const path = join(here, name)
    const { code, err } = await exportTo(to, path, '--force')
    expect([code, err]).toEqual([2, `unroll: ${messageOf(path)}\n`])
    expect(await readdir(here)).toEqual(['file'])
  })

  it('leaves nothing where the run has not what is asked for', async () => {
    const here = await place()
    const { code, err } = await exportTo('safetensors', join(here, 'w'), '--update', '21')
    expect([code, err]).toEqual([2, 'unroll: the run has not stood after 21 updates: expected 0 to 20\n'])
    expect(await readdir(here)).toEqual([])
  })

  it.each([
    [[], 'export got 0 runs: expected 1'],
    [['a', 'b'], 'export got 2 runs: expected 1'],
    [['a'], '--to is missing: expected one of csv, json'],
    [['a', '--to', 'xls'], '--to is xls: expected one of csv, json'],
    [['a', '--to', 'toString'], '--to is toString: expected one of csv, json'],
    [['a', '--to', 'csv'], '--out is missing: expected the path of a file'],
    [['a', '--to', 'tensorboard', '--out', ''], '--out is missing: expected the path of a folder'],
    [['a', '--to', 'csv', '--out', 'x'], 'there is no run a: expected'],
    [['a', '--to', 'csv', '--out', 'x', '--update', '3'], '--update is of no use with --to csv'],
    [['a', '--to', 'json', '--out', 'x', '--update', '-3'], '--update is -3: expected a number of updates'],
    [['a', '--to', 'json', '--out', 'x', '--update', '0x3'], '--update is 0x3: expected a number of updates'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await unroll(['export', ...args])
    expect(code).toBe(2)
    expect(err).toContain(`unroll: ${message}`)
  })
})

describe('unroll import', () => {
  it('takes back what export has written, and prints its id', async () => {
    const here = await place()
    const [zip, data] = [join(here, 'run.zip'), join(here, 'data')]
    await exportTo('zip', zip)
    const { code, err, json } = await unroll(['import', zip, '--data-dir', data, '--json'])
    expect([code, err]).toEqual([0, ''])
    const [{ id }] = json() as [{ id: string }]
    expect(json()).toEqual([{ id, folder: join(data, 'runs', id), status: 'done', updates: 20 }])
    const listed = await unroll(['runs', 'list', '--json', '--data-dir', data])
    expect(listed.json()).toMatchObject([{ id, status: 'done', updates: 20 }])
    const again = await unroll(['import', zip, '--data-dir', data])
    expect([again.code, again.out]).toEqual([2, ''])
    expect(again.err).toContain(`unroll: run ${id} is in the catalog already: `)
  })

  it('takes weights for an experiment, which train --resume then trains', async () => {
    const here = await place()
    const [weights, experiment] = [join(here, 'w.safetensors'), join(here, 'e.json')]
    await exportTo('safetensors', weights)
    await exportTo('experiment', experiment)
    const data = ['--data-dir', join(here, 'data')]
    const { out } = await unroll(['import', weights, '--experiment', experiment, ...data])
    const id = /^run (\S+) is in the catalog, paused after 0 updates\n$/.exec(out)![1]!
    const trained = await unroll(['train', '--resume', id, '--json', ...data])
    expect([trained.code, trained.json().at(-1)!['update']]).toEqual([0, 20])
    expect(trained.json()[0]!['loss']).not.toBe(updates[0]!['loss'])
  })

  it('says in two lines of Python how weights are saved that it takes', async () => {
    const here = await place()
    await writeFile(join(here, 'w.pt'), 'x')
    const { code, err } = await unroll(['import', join(here, 'w.pt')])
    expect(code).toBe(2)
    expect(err.split('\n').slice(1)).toEqual([
      '  from safetensors.torch import save_file',
      '  save_file(model.state_dict(), "weights.safetensors")',
      '',
    ])
  })

  it.each([
    [[], 'import got 0 files: expected 1'],
    [['/no/such'], 'cannot read /no/such: there is no such file'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await unroll(['import', ...args])
    expect([code, err]).toEqual([2, `unroll: ${message}\n`])
  })
})
