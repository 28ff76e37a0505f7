import { describeReason } from '../../core/contract/reasons'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { KeptEntry } from '../../core/contract/kept'
import { keptEntrySchema } from '../../core/contract/kept'
import { logBatch, mapColumns, noUpdates } from './arrowLog'
import { linkRun } from './catalog'
import type { CatalogChange } from './catalogScan'
import { listRuns } from './catalogScan'
import { lockElsewhere, makeFolder, smallExperiment } from './keptRun.testing'
import type { KeptRuns } from './keptRuns'
import { createKeptRuns } from './keptRuns'
import { takeLock } from './lock'
import { FORMAT } from './migrations'
import { runsToGoOn } from './openRun'
import { createRunFolder, openRunFolder } from './runFolder'
import { summaryOf } from './summary'

let data = ''
let kept: KeptRuns
let told: CatalogChange[] = []
const pace = { training: 5, quiet: 5, patience: 300 }
const open = (version = '1') =>
  createKeptRuns(data, { version, changed: (change) => void told.push(change), pace })

beforeEach(async () => {
  data = await makeFolder()
  told = []
  kept = open()
})
afterEach(async () => {
  await kept.dispose()
  await rm(data, { recursive: true })
})

const pathOf = (id: string, ...names: string[]) => join(data, 'runs', id, ...names)

/** A run of 40 updates of which so many were made, and that nobody trains. */
async function makeRun(id: string, { updates = 0, folder = pathOf(id) } = {}): Promise<string> {
  const experiment = smallExperiment({ updates: 40 })
  await mkdir(join(data, 'runs'), { recursive: true })
  await (await createRunFolder(folder, { id, experiment, version: '1' })).release()
  if (updates > 0) await train(folder, 0, updates)
  return folder
}

const train = (folder: string, first: number, updates: number) =>
  appendFile(
    join(folder, 'log.arrows'),
    logBatch(
      first,
      mapColumns(() => Float64Array.from({ length: updates }, (_, i) => 1 / (first + i + 2))),
    ),
  )

async function runs() {
  const list = await kept.list()
  if (!list.ok) throw new Error(list.error.message)
  return Object.fromEntries(list.value.runs.map((run) => [keptEntrySchema.parse(run).runId, inWords(run)]))
}

/** An entry whose reasons are English sentences. */
const inWords = (entry: KeptEntry) =>
  'problem' in entry
    ? { ...entry, problem: describeReason(entry.problem) }
    : { ...entry, problems: entry.problems.map(describeReason) }

/** The lock of a process that is gone. */
async function killedLock(folder: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  const lock = await takeLock(folder)
  const text = await readFile(join(folder, 'lock'), 'utf8')
  await lock.release()
  await writeFile(join(folder, 'lock'), JSON.stringify({ ...(JSON.parse(text) as object), pid: child.pid }))
}

describe('the list', () => {
  it('is empty where there is no data folder yet, and makes none', async () => {
    const none = createKeptRuns(join(data, 'none'), { version: '1', changed: () => undefined })
    expect(await none.list()).toEqual({
      ok: true,
      value: { folder: join(data, 'none', 'runs'), runs: [], unread: 0 },
    })
    await none.dispose()
    expect(await readdir(data)).toEqual([])
  })

  it('begins with those that are read in a given time, the newest; the others are told as they are read', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `run-${String(i).padStart(2, '0')}`)
    await Promise.all(ids.map((id) => makeRun(id, { updates: 4 })))
    const list = await kept.list(0)
    if (!list.ok) throw new Error(list.error.message)
    const { runs: first, unread } = list.value
    const firstIds = first.map(({ runId }) => runId)
    expect([first.length + unread, firstIds]).toEqual([100, ids.slice(-first.length)])
    expect(first.length).toBeGreaterThan(0)
    expect(unread).toBeGreaterThan(0)
    kept.watch()
    await vi.waitFor(() => expect(told.at(-1)?.unread).toBe(0))
    const later = told.flatMap(({ changed }) => changed.map(({ runId }) => runId))
    expect([...firstIds, ...later].sort()).toEqual(ids)
    expect(Object.keys(await runs())).toHaveLength(100)
  })

  it('says of every run what lies in its folder, as the command line does', async () => {
    await makeRun('b', { updates: 40 })
    await makeRun('a', { updates: 4 })
    await linkRun(data, 'c', await makeRun('c', { folder: join(data, 'elsewhere') }))
    await writeFile(pathOf('a', 'events.jsonl'), '{"type":"paused","update":4,"by":"person"}\n')
    const [earlier, later] = [new Date('2026-01-02T03:04:05Z'), new Date('2026-01-02T03:04:06Z')]
    await utimes(pathOf('a', 'events.jsonl'), later, later)
    await utimes(pathOf('a', 'log.arrows'), earlier, earlier)
    const found = await runs()
    expect(Object.keys(found).sort()).toEqual(['a', 'b', 'c'])
    expect(found['a']).toMatchObject({
      ...{
        runId: 'a',
        folder: pathOf('a'),
        name: '',
        status: 'paused',
        isElsewhere: false,
        wasKilled: false,
      },
      ...{ task: 'adding', cell: 'gru', numParameters: 67, seed: 0, updates: 4, totalUpdates: 40 },
      ...{
        lastLoss: 1 / 5,
        bestLoss: 1 / 5,
        parent: null,
        group: null,
        problems: [],
        written: later.toISOString(),
      },
    })
    expect(found['b']).toMatchObject({ status: 'done', updates: 40 })
    expect(found['c']).toMatchObject({
      ...{ folder: join(data, 'elsewhere'), status: 'interrupted', updates: 0, lastLoss: NaN, bestLoss: NaN },
    })
    for (const entry of Object.values(found)) {
      const { id, ...summary } = summaryOf(await openRunFolder(entry.folder))
      expect(entry).toMatchObject({ runId: id, ...summary })
    }
    expect(await listRuns(data, '1')).toEqual(Object.values(found))
  })

  it('is in the order in which runs were begun, whatever they are called', async () => {
    for (const [id, day] of [
      ['b', 2],
      ['z', 1],
      ['a', 2],
      ['c', 3],
    ] as const) {
      const path = join(await makeRun(id), 'run.json')
      const run = JSON.parse(await readFile(path, 'utf8')) as object
      await writeFile(path, JSON.stringify({ ...run, created: `2026-01-0${day}T00:00:00.000Z` }))
    }
    await mkdir(pathOf('9'), { recursive: true })
    expect(Object.keys(await runs()).sort()).toEqual(['9', 'a', 'b', 'c', 'z'])
    expect((await listRuns(data, '1')).map(({ runId }) => runId)).toEqual(['z', 'a', 'b', 'c', '9'])
  })

  it('tells who trains a run, and whose process was killed', async () => {
    for (const id of ['mine', 'theirs', 'killed', 'over']) await makeRun(id, { updates: 4 })
    const lock = await takeLock(pathOf('mine'))
    await lockElsewhere(pathOf('theirs'))
    await killedLock(pathOf('killed'))
    await killedLock(pathOf('over'))
    await writeFile(pathOf('over', 'events.jsonl'), '{"type":"stopped","update":4,"by":"its user"}\n')
    expect(await runs()).toMatchObject({
      mine: { status: 'running', isElsewhere: false, wasKilled: false },
      theirs: { status: 'running', isElsewhere: true, wasKilled: false },
      killed: { status: 'interrupted', isElsewhere: false, wasKilled: true },
      over: { status: 'stopped', wasKilled: false },
    })
    await lock.release()
    const old = new Date(Date.now() - 120_000)
    await utimes(pathOf('theirs', 'lock'), old, old)
    expect(await runs()).toMatchObject({ mine: { status: 'interrupted' }, theirs: { wasKilled: true } })
  })

  it('names what is damaged in a run, but for what is being written just now', async () => {
    await makeRun('a', { updates: 4 })
    await appendFile(pathOf('a', 'log.arrows'), new Uint8Array(100))
    await appendFile(pathOf('a', 'events.jsonl'), '{"type":"tun')
    await writeFile(pathOf('a', 'notes.json'), '{')
    const named = [
      expect.stringContaining('notes.json: it is not JSON'),
      expect.stringContaining('events.jsonl: its last line is incomplete'),
      expect.stringMatching(/log\.arrows: it is damaged from byte \d+ on, after 4 whole updates/),
    ]
    expect(await runs()).toMatchObject({ a: { updates: 4, problems: named } })
    const lock = await takeLock(pathOf('a'))
    expect(await runs()).toMatchObject({ a: { problems: [named[0]] } })
    await lock.release()
  })

  it.skipIf(process.platform === 'win32')(
    'waits for no pipe and reads no device without an end, whichever file of a run they stand for',
    async () => {
      for (const name of ['lock', 'log.arrows', 'events.jsonl', 'notes.json']) {
        for (const [id, make] of [
          ['pipe', (path: string) => execFileSync('mkfifo', [path])],
          ['device', (path: string) => symlink('/dev/zero', path)],
        ] as const) {
          await makeRun(id, { updates: 4 })
          await rm(pathOf(id, name), { force: true })
          await make(pathOf(id, name))
        }
        const found = await runs()
        for (const id of ['pipe', 'device']) {
          const problems = name === 'lock' ? [] : [`${pathOf(id, name)} is not a file`]
          expect(found[id]).toMatchObject({ problems })
          await rm(pathOf(id), { recursive: true })
        }
        expect(await runsToGoOn(data)).toEqual([])
      }
    },
  )

  it('names every folder that cannot be opened, and lists the others', async () => {
    for (const id of ['good', 'newer', 'nonsense', 'task', 'zeros', 'cut']) await makeRun(id, { updates: 4 })
    await mkdir(pathOf('none'))
    await mkdir(pathOf('.hidden'))
    await writeFile(pathOf('a-file'), '')
    await symlink(join(data, 'gone'), pathOf('a-link'))
    await rename(await makeRun('x'), pathOf('my thesis'))
    await rename(await makeRun('x'), pathOf('n'.repeat(200)))
    await writeFile(pathOf('newer', 'run.json'), `{"format":${FORMAT + 1},"new":true}`)
    await writeFile(
      pathOf('nonsense', 'experiment.json'),
      '{"task":{"name":"adding"},"model":{"cell":"gru","hiddenSize":-1}}',
    )
    await writeFile(pathOf('task', 'experiment.json'), '{"task":{"name":"flying"},"model":{"cell":"gru"}}')
    const log = await readFile(pathOf('zeros', 'log.arrows'))
    await writeFile(pathOf('zeros', 'log.arrows'), new Uint8Array(log.length))
    await writeFile(pathOf('cut', 'log.arrows'), log.subarray(0, log.length - 3))
    const found = await runs()
    const name = 'expected 1 to 100 letters, digits, _ and -'
    const problems: Record<string, string> = {
      none: `${pathOf('none')} is not a run: it has no run.json`,
      newer: `${pathOf('newer', 'run.json')}: its format is ${FORMAT + 1}, of a newer version; this one reads up to ${FORMAT}`,
      nonsense: `${pathOf('nonsense', 'experiment.json')}: model.hiddenSize is -1: expected a whole number from 1`,
      task: `${pathOf('task', 'experiment.json')}: task.name is "flying": expected one of`,
      'my thesis': `${pathOf('my thesis')} has no name that a run may have: ${name}`,
      ['n'.repeat(200)]: name,
    }
    expect(Object.keys(found).sort()).toEqual(['good', 'zeros', 'cut', ...Object.keys(problems)].sort())
    for (const [id, problem] of Object.entries(problems)) {
      const entry = found[id]!
      expect('problem' in entry ? entry.problem : '').toContain(problem)
    }
    expect(found).toMatchObject({
      good: { updates: 4, problems: [] },
      zeros: { updates: 0, problems: [expect.stringContaining('it does not begin as a log does')] },
      cut: { updates: 0, problems: [expect.stringContaining('on, after 0 whole updates')] },
    })
  })
})

describe('the cache', () => {
  const file = () => join(data, 'catalog.json')
  const text = () => readFile(file(), 'utf8')
  /** A lie in the cache shows whether it was believed. */
  const lie = async () => writeFile(file(), (await text()).replaceAll('"task":"adding"', '"task":"believed"'))

  it('spares what was read, also where a loss is no number', async () => {
    await makeRun('a')
    await makeRun('b', { updates: 3 })
    const before = await runs()
    await lie()
    kept = open()
    const after = await runs()
    expect(after['a']).toEqual({ ...before['a'], task: 'believed' })
    expect(after['b']).toEqual({ ...before['b'], task: 'believed' })
  })

  it('is not believed of what was changed since, by whatever means', async () => {
    const changes: Record<string, (id: string) => Promise<unknown>> = {
      log: (id) => train(pathOf(id), 0, 2),
      experiment: (id) => appendFile(pathOf(id, 'experiment.json'), '\n'),
      notes: (id) => writeFile(pathOf(id, 'notes.json'), '{"name":"b","color":null,"tags":[],"text":""}'),
      events: (id) => appendFile(pathOf(id, 'events.jsonl'), '{"type":"resumed","update":0}\n'),
      run: (id) => utimes(pathOf(id, 'run.json'), new Date(0), new Date(0)),
      lock: (id) => lockElsewhere(pathOf(id)),
      moved: async (id) => {
        await rename(pathOf(id), join(data, id))
        await linkRun(data, id, join(data, id))
      },
    }
    for (const id of Object.keys(changes)) await makeRun(id)
    await runs()
    await lie()
    for (const [id, change] of Object.entries(changes)) await change(id)
    kept = open()
    const found = await runs()
    for (const id of Object.keys(changes)) expect(found[id]).toMatchObject({ runId: id, task: 'adding' })
    expect(found).toMatchObject({ log: { updates: 2 }, notes: { name: 'b' }, lock: { status: 'running' } })
  })

  it('is made anew where it is damaged, gone, or of another version', async () => {
    await makeRun('a', { updates: 4 })
    const before = await runs()
    const whole = await text()
    for (const damage of [
      '',
      '{',
      '[]',
      '{"format":2}',
      whole.replaceAll('"updates":4', '"updates":"x"'),
      null,
    ]) {
      if (damage === null) await rm(file())
      else await writeFile(file(), damage)
      kept = open()
      expect(await runs()).toEqual(before)
      expect(JSON.parse(await text())).toMatchObject({ runs: { a: { entry: { task: 'adding' } } } })
    }
    await lie()
    kept = open('2')
    expect(await runs()).toEqual(before)
  })

  it('is written by nobody where it cannot be written, and the list is the same', async () => {
    await makeRun('a')
    await mkdir(file())
    expect(await runs()).toMatchObject({ a: { task: 'adding' } })
    expect((await readdir(data)).sort()).toEqual(['catalog.json', 'runs'])
  })

  it('has nothing of a run that is being trained, and of one that nobody can read', async () => {
    await makeRun('a')
    await mkdir(pathOf('b'))
    const lock = await takeLock(pathOf('a'))
    await runs()
    await lock.release()
    kept = open()
    await rm(pathOf('b'), { recursive: true })
    await makeRun('b')
    expect(await runs()).toMatchObject({ a: { status: 'interrupted' }, b: { task: 'adding' } })
  })
})

describe('whoever watches', () => {
  const last = (id: string) =>
    told.flatMap(({ changed }) => changed).findLast(({ runId }) => runId === id) ?? null
  const isTold = (id: string, what: object) =>
    vi.waitFor(() => expect(last(id)).toMatchObject(what), { interval: 5, timeout: 5000 })

  it('hears of a run that another process begins, of its updates, and of its end, and of nothing else', async () => {
    await makeRun('quiet', { updates: 7 })
    await runs()
    kept.watch()
    const folder = await makeRun('new')
    await lockElsewhere(folder)
    await isTold('new', { status: 'running', isElsewhere: true, updates: 0, lastLoss: NaN })
    await train(folder, 0, 5)
    await isTold('new', { updates: 5, lastLoss: 1 / 6, bestLoss: 1 / 6 })
    await train(folder, 5, 3)
    await isTold('new', { updates: 8, lastLoss: 1 / 9 })
    await appendFile(join(folder, 'events.jsonl'), '{"type":"stopped","update":8,"by":"SIGINT"}\n')
    await rm(join(folder, 'lock'))
    await isTold('new', { status: 'stopped', isElsewhere: false, updates: 8 })
    expect(told.every(({ changed }) => changed.every(({ runId }) => runId === 'new'))).toBe(true)
  })

  it('hears of a run that was there, once somebody goes on with it', async () => {
    const folder = await makeRun('a', { updates: 8 })
    await runs()
    kept.watch()
    const lock = await takeLock(folder)
    await isTold('a', { status: 'running', updates: 8 })
    // It is cut to its checkpoint and its later updates are made again: the events are written anew with that.
    const bytes = await readFile(join(folder, 'log.arrows'))
    await writeFile(join(folder, 'log.arrows'), bytes.subarray(0, bytes.length - 8))
    await writeFile(join(folder, '.events.jsonl.new'), '{"type":"resumed","update":0}\n')
    await rename(join(folder, '.events.jsonl.new'), join(folder, 'events.jsonl'))
    await isTold('a', { updates: 0 })
    await lock.release()
    await isTold('a', { status: 'interrupted', wasKilled: false })
  })

  it('hears in the end of what lies in the log, also where its last update was made again unseen', async () => {
    const folder = await makeRun('a', { updates: 2 })
    const lock = await takeLock(folder)
    await runs()
    const [log, bytes] = [join(folder, 'log.arrows'), await readFile(join(folder, 'log.arrows'))]
    kept.watch()
    await train(folder, 2, 1)
    await isTold('a', { updates: 3, lastLoss: 1 / 4 })
    const loss = new Float64Array([5])
    await writeFile(log, Buffer.concat([bytes, logBatch(2, { ...noUpdates(1), loss })]))
    await lock.release()
    await isTold('a', { status: 'interrupted', updates: 3, lastLoss: 5 })
  })

  it('hears of a run that was killed', async () => {
    await makeRun('a', { updates: 2 })
    const lock = await takeLock(pathOf('a'))
    await runs()
    kept.watch()
    await lock.release()
    await killedLock(pathOf('a'))
    await isTold('a', { status: 'interrupted', wasKilled: true })
  })

  it('hears of a run that is gone, and no more once it rests', async () => {
    await makeRun('a')
    await makeRun('b')
    await runs()
    kept.watch()
    await rename(pathOf('a'), join(data, 'a'))
    await vi.waitFor(() => expect(told).toEqual([{ changed: [], removed: ['a'], unread: 0 }]))
    kept.rest()
    await rm(pathOf('b'), { recursive: true })
    expect(await runs()).toEqual({})
    expect(told).toHaveLength(1)
  })

  it('hears at once of what is done to runs', async () => {
    for (const id of ['a', 'b']) await makeRun(id)
    await runs()
    kept.watch()
    await kept.delete(['a'])
    expect(told.at(-1)).toEqual({ changed: [], removed: ['a'], unread: 0 })
    await kept.rename('b', 'the best')
    expect(told.at(-1)).toMatchObject({ changed: [{ runId: 'b', name: 'the best' }], removed: [] })
    await kept.restore(['a'])
    expect(told.at(-1)).toMatchObject({ changed: [{ runId: 'a' }], removed: [] })
  })
})

describe('a run', () => {
  const refused = (code: string, message: string) => ({
    ...{ ok: false, error: { code, message: expect.stringContaining(message) as string } },
  })

  it('is given another name, whatever else is noted, also while it is being trained', async () => {
    await makeRun('a')
    const notes = { name: 'old', color: 'red', tags: ['x'], text: 'a text' }
    await writeFile(pathOf('a', 'notes.json'), JSON.stringify(notes))
    await lockElsewhere(pathOf('a'))
    expect(await kept.rename('a', '"new" 名')).toMatchObject({
      ...{ ok: true, value: { runId: 'a', name: '"new" 名', status: 'running' } },
    })
    expect(JSON.parse(await readFile(pathOf('a', 'notes.json'), 'utf8'))).toEqual({
      ...notes,
      name: '"new" 名',
    })
    await rm(pathOf('a', 'notes.json'))
    expect(await kept.rename('a', 'again')).toMatchObject({ value: { name: 'again', problems: [] } })
  })

  it('is given a colour, tags, a note, and put into the archive, whatever else is noted', async () => {
    await makeRun('a', { updates: 3 })
    await makeRun('b')
    await kept.rename('a', 'first')
    const changes = { color: 'data-3' as const, addTags: ['hw', 'late'], removeTags: [] }
    expect(await kept.annotate(['a', 'b'], changes)).toMatchObject({
      ok: true,
      value: [
        { runId: 'a', name: 'first', color: 'data-3', tags: ['hw', 'late'], isArchived: false },
        { runId: 'b', tags: ['hw', 'late'] },
      ],
    })
    await kept.annotate(['a'], { note: 'why', isArchived: true, addTags: ['x'], removeTags: ['late'] })
    expect((await runs())['a']).toMatchObject({
      ...{ name: 'first', color: 'data-3', tags: ['hw', 'x'], note: 'why', isArchived: true },
    })
    expect(await kept.annotate(['none'], changes)).toMatchObject(refused('noSuchRun', 'none'))
  })

  it('is listed with its settings that are not the usual ones, what its files take, and when it was solved', async () => {
    await makeRun('a', { updates: 40 })
    const { a } = await runs()
    expect(a).toMatchObject({
      settings: { 'task.name': 'adding', 'optimizer.lr': 0.02, 'train.updates': 40 },
    })
    expect(a).not.toHaveProperty(['settings', 'optimizer.name'])
    const log = await readFile(pathOf('a', 'log.arrows'))
    expect('bytes' in a! ? a.bytes : 0).toBeGreaterThan(log.length)
    // 1/2, 1/3, ...: the loss itself is never below a twentieth of 1/6 there, and its average is far above.
    expect(a).toMatchObject({ solvedAfter: null, lastLoss: 1 / 41 })
  })

  it('keeps notes that cannot be read, and its name', async () => {
    await makeRun('a')
    await writeFile(pathOf('a', 'notes.json'), 'dear diary')
    expect(await kept.rename('a', 'x')).toMatchObject(refused('unreadableFile', 'notes.json: it is not JSON'))
    expect(await readFile(pathOf('a', 'notes.json'), 'utf8')).toBe('dear diary')
  })

  it('whose end is still being written is deleted when that is done, and one that is trained on is not', async () => {
    const lock = await takeLock(await makeRun('a'))
    const deleting = kept.delete(['a'])
    expect(await kept.list()).toMatchObject({ value: { runs: [{ runId: 'a', status: 'running' }] } })
    await lock.release()
    expect(await deleting).toEqual({ ok: true, value: {} })
    const held = await takeLock(await makeRun('b'))
    expect(await kept.delete(['b'])).toMatchObject(refused('inUse', 'is being trained by process'))
    await held.release()
  })

  it('that was killed is offered no more once somebody has left it', async () => {
    for (const id of ['a', 'held']) await makeRun(id, { updates: 4 })
    await killedLock(pathOf('a'))
    await lockElsewhere(pathOf('held'))
    expect(await kept.leave(['a'])).toEqual({ ok: true, value: {} })
    expect(await runs()).toMatchObject({ a: { status: 'interrupted', wasKilled: false } })
    expect(await readdir(pathOf('a'))).not.toContain('lock')
    expect(await kept.leave(['a', 'held'])).toMatchObject(
      refused('inUse', 'is being trained by process 7 on'),
    )
    expect(await readdir(pathOf('held'))).toContain('lock')
  })

  it('that nobody has, or that no run can be, is refused whatever is asked of it', async () => {
    await makeRun('a')
    await mkdir(join(data, 'precious'))
    const ids: [string, string, string][] = [
      ['b', 'noSuchRun', 'there is no run b'],
      ['../precious', 'invalidRequest', '../precious is no id of a run: expected 1 to 100 letters'],
      ['..', 'invalidRequest', '.. is no id of a run'],
      ['', 'invalidRequest', ' is no id of a run'],
      ['a/../a', 'invalidRequest', 'a/../a is no id of a run'],
      ['n'.repeat(300), 'invalidRequest', 'is no id of a run'],
    ]
    for (const [id, code, message] of ids) {
      expect(await kept.rename(id, 'x')).toMatchObject(refused(code, message))
      for (const act of ['delete', 'restore', 'leave'] as const) {
        expect(await kept[act](['a', id])).toMatchObject(
          act === 'restore' ? { ok: false } : refused(code, message),
        )
        expect(await kept[act]([id])).toMatchObject(refused(code, message))
      }
    }
    expect((await readdir(data)).sort()).toEqual(['precious', 'runs'])
    expect(await readdir(join(data, 'runs'))).toEqual(['a'])
  })
})
