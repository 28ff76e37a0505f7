import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeReason } from '../../core/contract/reasons'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import type { Tensor } from '../../core/formats/safetensors'
import { readSafetensors, writeSafetensors } from '../../core/formats/safetensors'
import { codesOf } from '../data/reasonCodes.testing'
import { goOn, makeFolder } from '../store/keptRun.testing'
import type { StoredRun } from '../store/runFolder'
import { openRunFolder } from '../store/runFolder'
import { StoreError } from '../store/storeError'
import { bytesOf, trained } from './exchange.testing'
import { importFile } from './importFile'
import { claiming, rawZip } from './rawZip.testing'
import { safetensors } from './safetensors'
import { zip } from './zip'

const experiment: ExperimentInput = {
  task: { name: 'adding', seqLen: 6 },
  model: { cell: 'gru', hiddenSize: 3 },
  train: { batch: 4, updates: 30, threads: 1 },
}

let parent: string
let run: StoredRun
let numFolders = 0

beforeAll(async () => {
  parent = await makeFolder()
  run = await trained(parent, experiment)
})
afterAll(() => rm(parent, { recursive: true, force: true }))

/** A data folder, and a file with these bytes outside of it. */
async function place(name: string, content: string | Uint8Array) {
  const folder = join(parent, `test-${++numFolders}`)
  await mkdir(folder)
  const file = join(folder, name)
  await writeFile(file, content)
  const told: string[] = []
  const data = join(folder, 'data')
  const take = (path = file, input?: ExperimentInput) =>
    importFile(path, {
      ...{ data, version: '1.2.3', tell: (what) => void told.push(describeReason(what)) },
      ...(input ? { experiment: experimentSchema.parse(input) } : {}),
    })
  return { folder, file, data, told, take }
}

/** What lies in a data folder's catalog, also what is hidden. */
const catalogOf = (data: string) => readdir(join(data, 'runs')).catch(() => [])

describe('a run', () => {
  it('comes back from its zip as it was, and no second time', async () => {
    const { take, told, data, file } = await place('run.zip', await bytesOf(zip, run))
    const { id, folder } = await take()
    expect([id, folder, told]).toEqual(['a-run', join(data, 'runs', 'a-run'), []])
    expect({ ...(await openRunFolder(folder)), folder: run.folder }).toEqual(run)
    for (const name of ['log.arrows', 'run.json', 'checkpoints/30.safetensors']) {
      expect(await readFile(join(folder, name))).toEqual(await readFile(join(run.folder, name)))
    }
    await expect(take(file)).rejects.toThrow(`run a-run is in the catalog already: ${folder}`)
    expect(await catalogOf(data)).toEqual(['a-run'])
  })

  it('comes from its folder, without what others have put there', async () => {
    const { folder, take, data } = await place('notes.txt', '')
    await cp(run.folder, join(folder, 'copy'), { recursive: true })
    await writeFile(join(folder, 'copy', '.DS_Store'), 'x')
    const imported = await take(join(folder, 'copy'))
    expect((await readdir(imported.folder)).sort()).toEqual((await readdir(run.folder)).sort())
    expect(await catalogOf(data)).toEqual(['a-run'])
  })

  it('is not taken where a file of it is a link, or the folder is none', async () => {
    const { folder, take, data, file } = await place('notes.txt', '')
    const copy = join(folder, 'copy')
    await cp(run.folder, copy, { recursive: true })
    await rm(join(copy, 'log.arrows'))
    await symlink('/etc/passwd', join(copy, 'log.arrows'))
    await expect(take(copy)).rejects.toThrow(`${join(copy, 'log.arrows')} is not a file`)
    await expect(take(folder)).rejects.toThrow(`${folder} is not a run: it has no run.json`)
    await expect(take(join(folder, 'none'))).rejects.toThrow('there is no such file')
    await expect(take(file)).rejects.toThrow(`${file} is empty`)
    expect(await catalogOf(data)).toEqual([])
  })
})

describe('a zip is refused in a sentence, and leaves nothing, that', () => {
  const small = Buffer.from('{}')
  const runJson = { name: 'r/run.json', content: small }
  const cases: [string, () => Buffer, string][] = [
    [
      'leads out of its folder',
      () => rawZip([{ name: '../../run.json', content: small }]),
      'the name ../../run.json leads out of it',
    ],
    [
      'has an absolute name',
      () => rawZip([{ name: '/etc/run.json', content: small }]),
      'the name /etc/run.json is absolute',
    ],
    [
      'has backslashes',
      () => rawZip([{ name: '..\\run.json', content: small }]),
      'the name ..\\run.json has characters that no run has',
    ],
    [
      'holds a link',
      () => rawZip([runJson, { name: 'r/log.arrows', content: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
      'r/log.arrows is a link, expected files',
    ],
    ['holds a name twice', () => rawZip([runJson, runJson]), 'r/run.json is there twice'],
    [
      'holds far too many files',
      () => rawZip(Array.from({ length: 10_001 }, (_, i) => ({ name: `r/${i}`, content: Buffer.alloc(0) }))),
      'it holds 10001 entries, expected at most 10000',
    ],
    [
      'says that it has a million',
      () => claiming(rawZip([runJson]), 1_000_000),
      'it holds 1000000 entries, expected at most 10000',
    ],
    [
      'would become far larger',
      () => rawZip([runJson, { name: 'r/log.arrows', content: Buffer.alloc(20e6) }]),
      'bytes that would become 20000000: no run packs so tightly',
    ],
    [
      'would take too much in all',
      () =>
        rawZip(
          ['log', 'diagnostics', 'a', 'b', 'c'].map((name) => ({
            name: `r/${name}.arrows`,
            content: Buffer.alloc(9),
            claimed: 1e9,
          })),
        ),
      'no run packs so tightly',
    ],
    [
      'gives more than it claims',
      () => rawZip([runJson, { name: 'r/log.arrows', content: Buffer.alloc(1000), claimed: 10 }]),
      'too many bytes in the stream. expected 10. got at least',
    ],
    [
      'has documents that are too large',
      () => rawZip([{ name: 'r/run.json', content: Buffer.alloc(5_000_000, '[1]') }]),
      'run.json has 5000000 bytes, expected at most 4000000',
    ],
    ['is cut', () => rawZip([runJson]).subarray(0, 60), 'it cannot be read as a zip archive: '],
    ['holds no run', () => rawZip([{ name: 'x', content: small }]), 'holds 0 runs, expected one'],
    [
      'holds two runs',
      () => rawZip([runJson, { name: 's/run.json', content: small }]),
      'holds 2 runs, expected one',
    ],
    ['holds what is no run', () => rawZip([runJson]), 'run.json: '],
    [
      'is a file of PyTorch by another name',
      () => rawZip([{ name: 'archive/data.pkl', content: small }]),
      'is a pickle',
    ],
  ]
  /** Said by the library that reads archives, in its own words. */
  const inLibraryWords = ['gives more than it claims', 'is cut']
  it.each(cases)('%s', async (title, make, message) => {
    const { take, data, file } = await place('run.zip', make())
    const refused = await take().catch((error: Error) => error)
    expect(refused).toMatchObject({ name: 'StoreError' })
    expect((refused as Error).message).toContain(message)
    expect((refused as Error).message).toContain(file)
    expect((refused as Error).message).not.toContain('.import')
    expect(codesOf((refused as StoreError).reason).includes('words')).toBe(inLibraryWords.includes(title))
    expect(await catalogOf(data)).toEqual([])
  })
})

describe('an experiment', () => {
  it('becomes a paused run that has made no update, and can be trained', async () => {
    const { take } = await place('mine.json', JSON.stringify(experiment))
    const { folder } = await take()
    const stored = await openRunFolder(folder)
    expect(stored).toMatchObject({
      ...{ status: 'paused', checkpoints: [], problems: [], log: { length: 0 } },
      ...{ experiment: run.experiment, notes: { name: 'mine', text: '' } },
    })
    const kept = await goOn(folder)
    await kept.over()
    const { log } = await openRunFolder(folder)
    expect(log.columns.loss).toEqual(run.log.columns.loss)
  })

  it('that cannot be trained is refused by its fields', async () => {
    const { take, data, file } = await place(
      'mine.json',
      '{"task":{"name":"adding"},"model":{"cell":"gru","hiddenSize":0}}',
    )
    await expect(take()).rejects.toThrow(`${file}: model.hiddenSize is 0: expected`)
    expect(await catalogOf(data)).toEqual([])
  })
})

describe('weights', () => {
  const exported = () => bytesOf(safetensors, run, 10)
  const tensorsOf = (bytes: Uint8Array) => new Map(readSafetensors(bytes).tensors)

  it('that were exported begin a paused run of the same experiment, from exactly them', async () => {
    const { take, told } = await place('W.safetensors', await exported())
    const { folder } = await take()
    const stored = await openRunFolder(folder)
    expect(stored).toMatchObject({
      ...{ status: 'paused', checkpoints: [0], problems: [], experiment: run.experiment },
      notes: { name: 'W', text: 'Begins from the weights in W.safetensors.' },
    })
    expect(told).toEqual([])
    const again = tensorsOf(await bytesOf(safetensors, stored))
    expect(again).toEqual(tensorsOf(await exported()))
  })

  it('come in also where the length of their header begins as a pickle does', async () => {
    const tensors = tensorsOf(await exported())
    const padded = (length: number) => {
      const metadata = new Map([
        ['experiment', JSON.stringify(run.experiment)],
        ['padding', ' '.repeat(length)],
      ])
      return writeSafetensors(tensors, metadata)
    }
    const bytes = Array.from({ length: 200 }, (_, i) => padded(8 * i)).find(
      ([first, second]) => first === 0x80 && second! >= 2 && second! <= 5,
    )
    const { take } = await place('W.safetensors', bytes!)
    expect(await openRunFolder((await take()).folder)).toMatchObject({ status: 'paused', problems: [] })
  })

  it('are what the run trains on from, and what its updates are recomputed from', async () => {
    const { take } = await place('W.safetensors', await exported())
    const { folder } = await take()
    const kept = await goOn(folder)
    await kept.over()
    const stored = await openRunFolder(folder)
    expect(stored.log.length).toBe(30)
    expect(stored.log.columns.loss[0]).not.toBe(run.log.columns.loss[0])
    const others = { ...stored, checkpoints: [0] }
    expect(tensorsOf(await bytesOf(safetensors, others, 17))).toEqual(
      tensorsOf(await bytesOf(safetensors, stored, 17)),
    )
  })

  it('of other names begin a run of a task of their sizes, which is said', async () => {
    const renamed = [...tensorsOf(await exported())].map(([name, { shape, data }]): [string, Tensor] => [
      name.replace('rnn.', 'model.gru.').replace('head.', 'fc.'),
      { dtype: 'F32', shape, data: Float32Array.from(data as Float64Array) },
    ])
    const { take, told } = await place('W.safetensors', writeSafetensors(new Map(renamed)))
    const { experiment: made } = await openRunFolder((await take()).folder)
    expect(made).toMatchObject({
      ...{ task: { name: 'adding', seqLen: 20 }, model: { cell: 'gru', hiddenSize: 3 } },
      train: { dtype: 'float32' },
    })
    expect(told).toEqual([
      'it is taken for task adding, which has as many inputs (2) and outputs (1); --experiment names another',
    ])
  })

  it('begin a run of the experiment that is given', async () => {
    const { take, file } = await place('W.safetensors', await exported())
    const given = { ...experiment, optimizer: { name: 'sgd' as const } }
    expect((await openRunFolder((await take(file, given)).folder)).experiment.optimizer.name).toBe('sgd')
  })

  it.each([
    [
      { ...experiment, model: { cell: 'lstm', hiddenSize: 3 } },
      'tensor rnn.weight_ih_l0 has shape (9, 2), expected (12, 2) as the experiment says',
    ],
    [
      { ...experiment, model: { cell: 'gru', hiddenSize: 3, numLayers: 2 } },
      'tensor rnn.weight_ih_l1 is missing, expected (9, 3) as the experiment says',
    ],
    [
      { ...experiment, model: { cell: 'gru', hiddenSize: 3, bias: false } },
      'tensor rnn.bias_ih_l0 of shape (9) is none of the experiment’s network',
    ],
    [
      { ...experiment, train: { dtype: 'float32' } },
      'its tensors are F64, expected F32 as train.dtype is float32: digits would be lost',
    ],
  ] as [ExperimentInput, string][])(
    'that do not fit the experiment are refused by name: %#',
    async (given, message) => {
      const { take, file, data } = await place('W.safetensors', await exported())
      await expect(take(file, given)).rejects.toThrow(`${file}: ${message}`)
      expect(await catalogOf(data)).toEqual([])
    },
  )

  it('of a size that no task has ask for an experiment', async () => {
    const tensors = tensorsOf(await exported())
    tensors.set('rnn.weight_ih_l0', { dtype: 'F64', shape: [9, 77], data: new Float64Array(9 * 77) })
    const { take } = await place('W.safetensors', writeSafetensors(tensors))
    await expect(take()).rejects.toThrow(
      'no task has as many inputs (77) and outputs (1): name an experiment that has, by --experiment',
    )
  })

  it.each([
    ['{', 'is not JSON'],
    ['{"task":1,"task":2}', 'has the key "task" twice'],
    ['['.repeat(101) + ']'.repeat(101), 'is nested more than 100 levels deep'],
    ['{"\\u001b[2J":1}', '\\u001b[2J is 1: there is no such field'],
    ['{"\u001b[2J":1}', 'is not JSON'],
    ['{"\\u001b[2J":1,"\\u001b[2J":2}', 'has the key "\\u001b[2J" twice'],
  ])('with the experiment %j in their metadata are refused in one line', async (text, message) => {
    const bytes = writeSafetensors(tensorsOf(await exported()), new Map([['experiment', text]]))
    const { take } = await place('W.safetensors', bytes)
    const refused = (await take().catch((error: unknown) => error)) as Error
    expect(refused.message).toContain('its metadata experiment')
    expect(refused.message).toContain(message)
    expect(refused.message).not.toMatch(/\p{Cc}/u)
  })

  /** What is refused, as it is said in a sentence that has its own in every language. */
  async function refusal(bytes: Uint8Array, name = 'W.safetensors'): Promise<string> {
    const { take, file, data } = await place(name, bytes)
    const refused = await take().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(StoreError)
    expect(codesOf((refused as StoreError).reason)).not.toContain('words')
    expect(await catalogOf(data)).toEqual([])
    return (refused as StoreError).message.replace(`${file}: `, '')
  }

  it.each([
    ['its last byte', -1, /^it is no whole file of safetensors: tensor \S+ ends at byte \d+ of the data/],
    ['its data', -60, /^it is no whole file of safetensors: tensor/],
    ['a part of its header', 100, /^it is no whole file of safetensors: the header’s length is \d+ bytes/],
    ['a part of its header’s length', 5, /^it is no whole file of safetensors: the file has 5 bytes/],
  ])('in a file that lacks %s are refused', async (_, end, message) => {
    expect(await refusal((await exported()).subarray(0, end))).toMatch(message)
  })

  it('with a header that is none are refused', async () => {
    const bytes = Buffer.from(await exported())
    bytes[20] = 0xff
    expect(await refusal(bytes)).toMatch(
      /^it is no whole file of safetensors: byte 20 is 0xff, expected UTF-8/,
    )
    const noJson = Buffer.from(await exported())
    noJson[9] = 0x7b
    expect(await refusal(noJson)).toMatch(/^it is no whole file of safetensors: its header: it is not JSON/)
  })

  it.each([
    ['NaN', (w: Tensor) => void ((w.data as Float64Array)[4] = NaN), 'is NaN at [2, 0], expected finite'],
    ['infinity', (w: Tensor) => void ((w.data as Float64Array)[1] = -Infinity), 'is -Infinity at [0, 1]'],
  ])('with %s inside are refused, with its place', async (_, spoil, message) => {
    const tensors = tensorsOf(await exported())
    spoil(tensors.get('rnn.weight_ih_l0')!)
    expect(await refusal(writeSafetensors(tensors))).toContain(`tensor rnn.weight_ih_l0 ${message}`)
  })

  it('of another kind of number, or under names that are none of a network’s, are refused', async () => {
    const tensors = tensorsOf(await exported())
    tensors.set('head.bias', { dtype: 'F16', shape: [1], data: new Uint8Array(2) })
    expect(await refusal(writeSafetensors(tensors))).toContain('tensor head.bias is F16, expected F32 or F64')
    const others = new Map([...tensorsOf(await exported())].map(([name, each]) => [`${name}x`, each]))
    expect(await refusal(writeSafetensors(others))).toContain(
      'weight_ih_l0 is missing, expected the state_dict',
    )
  })

  it.each(['model.pt', 'model.pth'])(
    'as %s are refused with the Python that saves safetensors',
    async (name) => {
      const { take, file } = await place(name, Buffer.from([0x80, 2]))
      await expect(take()).rejects.toThrow(
        `${file} is a pickle, a program of Python that could do anything: save the weights as safetensors, by\n` +
          '  from safetensors.torch import save_file\n' +
          '  save_file(model.state_dict(), "weights.safetensors")',
      )
    },
  )
})
