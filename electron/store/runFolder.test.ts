import { describeReason, reason } from '../../core/contract/reasons'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codesOf } from '../data/reasonCodes.testing'
import { parseExperiment } from '../../core/experiment/parse'
import { noUpdates, logBatch } from './arrowLog'
import { keepRun, smallExperiment, withFolder } from './keptRun.testing'
import { FORMAT } from './migrations'
import { noNotes } from './runDocuments'
import { createRunFolder, openRunFolder } from './runFolder'
import { stateOf } from './storedState'
import type { StoreError } from './storeError'

const experiment = smallExperiment({ updates: 4 })
const newRun = { id: 'a-run', experiment, version: '1.2.3' }

/** A folder of a run that has not begun and that nobody trains. */
async function idleRun(folder: string): Promise<string> {
  const run = join(folder, 'run')
  await (await createRunFolder(run, newRun)).release()
  return run
}

/** Appends so many updates to the log. */
async function log(run: string, updates: number): Promise<void> {
  const file = join(run, 'log.arrows')
  await writeFile(file, Buffer.concat([await readFile(file), logBatch(0, noUpdates(updates))]))
}

describe('a run folder', () => {
  it('appears whole, locked by its process, with an experiment that can be used as it is', () =>
    withFolder(async (folder) => {
      const run = join(folder, 'some', 'where', 'run')
      await createRunFolder(run, newRun)
      expect((await readdir(run)).sort()).toEqual([
        ...['checkpoints', 'events.jsonl', 'experiment.json', 'lock', 'log.arrows', 'notes.json', 'run.json'],
      ])
      expect(await readdir(join(folder, 'some', 'where'))).toEqual(['run'])
      const document = JSON.parse(await readFile(join(run, 'experiment.json'), 'utf8')) as unknown
      expect(parseExperiment(document)).toEqual({ ok: true, value: experiment })
      expect(await openRunFolder(run)).toMatchObject({
        run: {
          format: FORMAT,
          id: 'a-run',
          app: '1.2.3',
          engine: '1.2.3',
          data: null,
          parent: null,
          group: null,
        },
        ...{ experiment, status: 'running', events: [], checkpoints: [], problems: [] },
      })
    }))

  it('says which group the run was begun in', () =>
    withFolder(async (folder) => {
      const group = { kind: 'sweep' as const, id: 's', name: 'rates', fields: { 'optimizer.lr': 0.1 } }
      await createRunFolder(join(folder, 'run'), { ...newRun, group })
      expect((await openRunFolder(join(folder, 'run'))).run.group).toEqual(group)
    }))

  it('of the version before there were groups opens, and belongs to none', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'run', 'run.json')
      await createRunFolder(join(folder, 'run'), newRun)
      const run = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
      // JSON has no undefined: the document has no group at all.
      await writeFile(path, JSON.stringify({ ...run, format: 1, group: undefined }))
      expect((await openRunFolder(join(folder, 'run'))).run).toEqual({ ...run, format: FORMAT, group: null })
    }))

  it('may take the place of an empty folder, and of nothing else', () =>
    withFolder(async (folder) => {
      const run = join(folder, 'run')
      await mkdir(run)
      await createRunFolder(run, newRun)
      await expect(createRunFolder(run, newRun)).rejects.toThrow(
        'holds a run already: go on with it by --resume',
      )
      await expect(createRunFolder(folder, newRun)).rejects.toThrow(
        'is not empty, expected a new or an empty',
      )
      await writeFile(join(folder, 'file'), 'x')
      await expect(createRunFolder(join(folder, 'file', 'run'), newRun)).rejects.toThrow(
        'cannot make a run in',
      )
      await expect(createRunFolder(join(folder, 'file'), newRun)).rejects.toThrow('cannot make a run in')
      expect((await readdir(folder)).sort()).toEqual(['file', 'run'])
      expect(await readFile(join(folder, 'file'), 'utf8')).toBe('x')
    }))

  it('can be moved, and opens where it lies then', () =>
    withFolder(async (folder) => {
      const kept = await keepRun(join(folder, 'run'), experiment)
      await kept.over()
      await rename(join(folder, 'run'), join(folder, 'moved'))
      expect(await openRunFolder(join(folder, 'moved'))).toMatchObject({
        ...{ folder: join(folder, 'moved'), status: 'done', log: { length: 4 }, checkpoints: [4] },
        events: [{ type: 'done', update: 4, reason: 'updates' }],
      })
    }))
})

describe('the status of a run that nobody trains', () => {
  it.each([
    ['interrupted', 0, ''],
    ['interrupted', 3, ''],
    ['done', 4, ''],
    ['done', 3, '{"type":"done","update":3,"reason":"loss"}\n'],
    ['stopped', 3, '{"type":"stopped","update":3,"by":"SIGINT"}\n'],
    ['failed', 3, '{"type":"failed","update":3,"message":"out of memory"}\n'],
    ['interrupted', 3, '{"type":"stopped","update":2,"by":"SIGINT"}\n{"type":"resumed","update":2}\n'],
    [
      'diverged',
      2,
      '{"type":"diverged","update":2,"divergence":{"update":2,"tensor":"loss","step":null,"value":"NaN"}}\n',
    ],
  ] as const)('is %s after %i of 4 updates with the events %s', (status, updates, events) =>
    withFolder(async (folder) => {
      const run = await idleRun(folder)
      if (updates > 0) await log(run, updates)
      await writeFile(join(run, 'events.jsonl'), events)
      expect(await openRunFolder(run)).toMatchObject({ status, problems: [] })
    }),
  )
})

describe('a run that failed', () => {
  const failed = (reason: unknown) =>
    `${JSON.stringify({ type: 'failed', update: 0, message: 'exit code 7', reason })}\n`

  it.each([
    ['keeps why', reason('exitCode', { code: 7 }), reason('exitCode', { code: 7 })],
    ['has its sentence alone where an older version wrote it', undefined, null],
    ['has its sentence alone where its reason is one that nobody knows', { code: 'flown', params: {} }, null],
  ])('%s', (_, written, read) =>
    withFolder(async (folder) => {
      const run = await idleRun(folder)
      await writeFile(join(run, 'events.jsonl'), failed(written))
      const stored = await openRunFolder(run)
      expect(stored.problems).toEqual([])
      expect(stateOf(stored, 0)).toMatchObject({
        ...{ status: 'failed', error: { message: 'exit code 7', reason: read } },
      })
    }),
  )
})

describe('a damaged folder opens as far as it stands, and each damaged file is named', () => {
  it.each([
    ['notes.json', '{', 'notes.json: it is not JSON'],
    ['notes.json', '{"name":1}', 'notes.json: name is 1: expected the type string'],
    ['events.jsonl', '{"type":"stopped","update":0,"by":"x"}\nx\n', 'events.jsonl, line 2: it is not JSON'],
    ['events.jsonl', '{"type":"flown"}\n', 'events.jsonl, line 1: type is "flown"'],
    ['events.jsonl', '{"type":"stop', 'events.jsonl: its last line is incomplete'],
    ['log.arrows', '', 'log.arrows: it does not begin as a log does'],
  ])('%s: %j', (name, content, problem) =>
    withFolder(async (folder) => {
      const run = await idleRun(folder)
      await writeFile(join(run, name), content)
      const reasons = (await openRunFolder(run)).problems
      for (const each of reasons) expect(codesOf(each)).not.toContain('words')
      const problems = reasons.map(describeReason)
      expect(problems).toEqual([expect.stringContaining(problem)])
      expect(problems[0]).toContain(run)
    }),
  )

  it('in one line without anything that a terminal would obey, whatever stands in the file', () =>
    withFolder(async (folder) => {
      const run = await idleRun(folder)
      const name = `\u001b[2J\n${'x'.repeat(20_000)}`
      await writeFile(join(run, 'notes.json'), JSON.stringify({ ...noNotes, [name]: 1 }))
      await writeFile(
        join(run, 'events.jsonl'),
        `${JSON.stringify({ type: 'stopped', update: 0, by: 'x', [name]: 1 })}\n`,
      )
      const { problems } = await openRunFolder(run)
      expect(problems).toHaveLength(2)
      for (const problem of problems.map(describeReason)) {
        expect(problem).toContain('\\u001b[2J\\nxxx')
        expect(problem).not.toMatch(/\p{Cc}/u)
        expect(problem.length).toBeLessThan(600)
      }
    }))

  it('also where the log, the events or the notes are missing, or checkpoints have other names', () =>
    withFolder(async (folder) => {
      const run = await idleRun(folder)
      for (const name of ['notes.json', 'events.jsonl', 'log.arrows'])
        await rename(join(run, name), join(run, `${name}.x`))
      for (const name of ['9.safetensors', 'x.safetensors', '1e9.safetensors', '-1.safetensors', '0']) {
        await writeFile(join(run, 'checkpoints', name), '')
      }
      const { problems, checkpoints } = await openRunFolder(run)
      expect(problems).toHaveLength(3)
      expect(checkpoints).toEqual([])
    }))
})

describe('a folder that is no run of this version is refused, with file, place and expectation', () => {
  it.each([
    ['run.json', null, 'is not a run: it has no run.json'],
    ['run.json', '{', 'run.json: it is not JSON'],
    [
      'run.json',
      `{"format":${FORMAT + 1},"new":true}`,
      `run.json: its format is ${FORMAT + 1}, of a newer version; this one reads up to ${FORMAT}`,
    ],
    ['run.json', '{"format":1}', 'run.json: id is missing'],
    ['run.json', '[]', 'run.json: it is '],
    ['experiment.json', null, 'experiment.json: there is no such file'],
    ['experiment.json', '\0'.repeat(900), 'experiment.json: '],
    ['experiment.json', '{"task":{"name":"flying"},"model":{"cell":"gru"}}', 'task.name is "flying"'],
    [
      'experiment.json',
      '{"task":{"name":"adding"},"model":{"cell":"gru","hiddenSize":0}}',
      'model.hiddenSize is 0: expected a whole number from 1',
    ],
  ])('%s: %j', (name, content, message) =>
    withFolder(async (folder) => {
      const run = await idleRun(folder)
      if (content === null) await rename(join(run, name), join(folder, name))
      else await writeFile(join(run, name), content)
      const refused = openRunFolder(run)
      await expect(refused).rejects.toThrow(message)
      // Every part of it has a sentence in every language.
      await refused.catch(({ reason }: StoreError) => expect(codesOf(reason)).not.toContain('words'))
    }),
  )
})
