import { failureOf } from '../../core/contract/result'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSafetensors } from '../../core/formats/safetensors'
import type { RunState } from '../../core/contract/run'
import type { Thread, WorkerCommand, WorkerReport, WorkerStart } from '../worker/messages'
import { benchShapes } from '../../core/train/benchmark'
import { chooseThreads } from '../worker/helpers'
import type { Interrupt, Io } from './io'
import { main } from './main'

/** A thread that plays back a script of batches, waiting while it is paused. */
class ScriptedThread extends EventEmitter implements Thread {
  readonly commands: string[] = []
  isAlive = true
  /** Without an end it trains until it is stopped; without `isBuilt` its network is never ready. */
  constructor(batches: number, end: RunState | null, isBuilt: boolean) {
    super()
    queueMicrotask(() => {
      if (isBuilt) this.report({ type: 'ready', numParameters: 5, baseline: 0.25, update: 0 })
      for (let i = 0; i < batches; i++) this.report(batchOf(2 * i))
      if (end) this.report({ type: 'state', state: end })
    })
  }
  private report(report: WorkerReport): void {
    this.emit('message', report)
  }
  postMessage({ type }: WorkerCommand): void {
    this.commands.push(type)
    if (type === 'stop') this.report({ type: 'state', state: { status: 'stopped', update: 2 } })
  }
  terminate(): Promise<number> {
    this.isAlive = false
    return Promise.resolve(0)
  }
}

const batchOf = (firstUpdate: number): WorkerReport => {
  const columns = {
    loss: new Float64Array([1, 0.5]),
    gradNorm: new Float64Array([3, 2]),
    gradNormClipped: new Float64Array([1, 2]),
    lr: new Float64Array([0.1, 0.1]),
  }
  return { type: 'batch', firstUpdate, columns, msPerUpdate: 0.125 }
}

interface Options {
  batches?: number
  /** Null: it trains until it is stopped. */
  end?: RunState | null
  isBuilt?: boolean
  isFull?: boolean
  terminal?: Io['terminal']
  columns?: Io['columns']
  /** Called once the command listens to Ctrl-C and to a closed output, with what each of them does. */
  onListening?: (signals: { interrupt: (signal: Interrupt) => void; close: () => void }) => void
}

async function run(args: string[], options: Options = {}) {
  const {
    batches = 2,
    end,
    isBuilt = true,
    isFull = false,
    terminal = null,
    columns = null,
    onListening,
  } = options
  const state =
    end === undefined ? ({ status: 'done', update: 2 * batches, reason: 'updates' } as const) : end
  const starts: WorkerStart[] = []
  const threads: ScriptedThread[] = []
  let out = ''
  let err = ''
  let numListeners = 0
  let interrupt: (signal: Interrupt) => void = () => undefined
  const io: Io = {
    write(text) {
      out += text
      return !isFull
    },
    drained: (callback) => queueMicrotask(callback),
    writeError: (line) => void (err += `${line}\n`),
    terminal,
    columns,
    onInterrupt(callback) {
      numListeners++
      interrupt = callback
      return () => numListeners--
    },
    onClosed(close) {
      setImmediate(() => onListening?.({ interrupt, close }))
    },
  }
  const code = await main(args, io, (start) => {
    starts.push(start)
    const thread = new ScriptedThread(batches, state, isBuilt)
    threads.push(thread)
    return thread
  })
  const commands = threads.flatMap((thread) => thread.commands)
  return { code, out, err, starts, commands, numListeners, alive: threads.filter(({ isAlive }) => isAlive) }
}

describe('unroll', () => {
  it.each([
    [[], 'which command? See unroll --help'],
    [
      ['fly'],
      'there is no command fly; there are train, evaluate, sweep, worker, runs, export, import, sample, verify, check, selftest, lesson, report, bench, schema',
    ],
    [['bench', 'x'], 'bench takes no file x'],
    [['bench', '--cells', 'lstm,residual'], '--cells is residual: expected one of rnn, gru, lstm'],
    [['bench', '--hidden-sizes', '33'], '--hidden-sizes is 33: expected one of 32, 64, 128, 256'],
    [['bench', '--dtype', 'float16'], '--dtype is float16: expected one of float64, float32'],
    [['bench', '--seconds', '0'], '--seconds is 0: expected 0.01 to 600'],
    [['bench', '--threads', '0'], '--threads is 0: expected 1 to 64, or auto'],
    [['bench', '--compare', 'nowhere.json'], 'cannot read nowhere.json: there is no such file'],
    [['bench', '--compare', '/dev/zero'], '/dev/zero is too large: expected at most 1000000 bytes'],
    [['bench', '--compare', 'package.json'], '--compare package.json: expected the JSON that unroll bench'],
    [['bench', '--seconds', '0x1'], '--seconds is 0x1: expected 0.01 to 600'],
    [['\u001b[31mfly\n'], 'there is no command \\u001b[31mfly\\n; there are'],
    [['verify', 'a\nb\u001b[2J'], 'cannot read a\\nb\\u001b[2J: there is no such file'],
    [['train', '--', '--help'], 'cannot read --help: there is no such file'],
    [['toString'], 'there is no command toString'],
    [['train', '--output', 'x'], 'train has no option --output'],
    [['train', 'missing.json'], 'cannot read missing.json: there is no such file'],
    [['train', '--hidden-size', 'x'], 'model.hiddenSize is "x": expected a whole number from 1 to 1024'],
    [['verify'], 'verify needs at least one file'],
    [['verify', '--dtype', 'float16', 'a'], '--dtype is float16: expected one of float64, float32'],
    [['verify', 'missing.safetensors'], 'cannot read missing.safetensors: there is no such file'],
    [['selftest', 'x'], 'selftest takes no file, got 1'],
    [['schema', 'x'], 'schema is followed by x: expected experiment, sweep, task or lesson'],
  ])('refuses %j in one line with exit code 2', async (args, message) => {
    const { code, out, err, starts } = await run(args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(`unroll: ${message}`)
    expect(err.trimEnd()).not.toContain('\n')
    expect(starts).toEqual([])
  })

  it('measures both kinds of number, and compares with what it measured before', async () => {
    const workload = ['--cells', 'rnn', '--hidden-sizes', '32', '--threads', '1']
    const args = ['bench', ...workload, '--seconds', '0.01', '--json']
    const { code, out } = await run(args)
    expect(code).toBe(0)
    const report = JSON.parse(out) as { results: { msPerUpdate: { median: number } }[] }
    expect(report).toMatchObject({
      node: process.version,
      gemmPeakGflops: { float32: expect.any(Number) as number, float64: expect.any(Number) as number },
      results: ['float64', 'float32'].map((dtype) => ({
        ...{ cell: 'rnn', seqLen: 20, batch: 16, inputSize: 8, hiddenSize: 32, outputSize: 8 },
        ...{ dtype, threads: 1, gflops: expect.any(Number) as number },
      })),
    })
    const folder = mkdtempSync(join(tmpdir(), 'unroll-bench-'))
    const file = join(folder, 'before.json')
    writeFileSync(file, out)
    const { out: again } = await run([...args, '--compare', file])
    rmSync(folder, { recursive: true })
    const medians = (json: string) =>
      (JSON.parse(json) as typeof report).results.map(({ msPerUpdate }) => msPerUpdate.median)
    const [before, after] = [medians(out), medians(again)]
    expect(JSON.parse(again)).toMatchObject({
      ratios: ['float64', 'float32'].map((dtype, i) => ({
        ...{ workload: 'rnn 20 16 8 32 8', dtype, ratio: before[i]! / after[i]! },
      })),
    })
  })

  it('measures with one thread and with several unless told how many, and reports the faster', async () => {
    const shape = benchShapes.find(({ hiddenSize }) => hiddenSize === 64)!
    const several = chooseThreads(shape)
    const { out } = await run([
      'bench',
      '--cells',
      'rnn',
      '--dtype',
      'float32',
      '--hidden-sizes',
      '64',
      '--seconds',
      '0.01',
      '--json',
    ])
    const { results } = JSON.parse(out) as { results: { threads: number }[] }
    expect([1, several]).toContain(results[0]!.threads)
  })

  it.each([
    ['--help'],
    ['train', '--help'],
    ['verify', '-h'],
    ['check', '--help'],
    ['bench', '--help'],
    ['schema', '--help'],
    ['selftest', '--help'],
    ['runs', '--help'],
    ['export', '--help'],
  ])('explains itself: %s %s', async (...args) => {
    const { code, out, err } = await run(args)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('unroll')
  })

  it('prints its version', async () => {
    expect((await run(['--version'])).code).toBe(0)
  })
})

describe('unroll train', () => {
  it('prints every update and the end as JSON, one object a line', async () => {
    const { code, out, err } = await run(['train', '--json'])
    const lines = out.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(err).toBe('')
    expect(lines.slice(0, 4).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'update', update: 0, loss: 1, gradNorm: 3, gradNormClipped: 1 },
      { update: 1, loss: 0.5 },
      { update: 2 },
      { update: 3 },
    ])
    expect(JSON.parse(lines[4]!)).toEqual({
      type: 'end',
      status: 'done',
      update: 4,
      loss: 0.5,
      clippedShare: 0.5,
      msPerUpdate: 0.125,
      threads: 1,
      reason: 'updates',
    })
  })

  it('says in words how it went', async () => {
    const { out } = await run(['train'])
    expect(out).toBe(
      'adding: gru, 32 units, 5 parameters, 2000 updates, baseline 0.25\n' +
        'done after 4 updates: loss 0.5, baseline 0.25, 50 % of updates clipped, 0.125 ms per update\n',
    )
  })

  it('says in the singular what there is one of', async () => {
    const { out } = await run(['train', '--hidden-size', '1', '--updates', '1'])
    expect(out).toContain('gru, 1 unit, 5 parameters, 1 update, baseline')
  })

  it('says that clipping is off in place of a share of nothing', async () => {
    const { out } = await run(['train', '--clip', 'none'])
    expect(out).toContain('baseline 0.25, clipping off, 0.125 ms per update')
  })

  it('ends with 3 and the place if it diverged', async () => {
    const divergence = { update: 4, tensor: 'grad rnn.weight_hh_l0', step: null, value: 'NaN' }
    const end: RunState = { status: 'diverged', update: 4, divergence }
    const { code, out } = await run(['train'], { end })
    expect(code).toBe(3)
    expect(out).toContain('diverged after 4 updates (grad rnn.weight_hh_l0 became NaN)')
    const first: RunState = { status: 'diverged', update: 1, divergence: { ...divergence, step: 2 } }
    const { out: atStep } = await run(['train'], { end: first })
    expect(atStep).toContain('diverged after 1 update (grad rnn.weight_hh_l0 became NaN at t = 3)')
    const { out: json } = await run(['train', '--json'], { end, batches: 0 })
    expect(JSON.parse(json)).toMatchObject({ status: 'diverged', loss: null, msPerUpdate: null, divergence })
  })

  it('says why a finite loss counts as diverged, and where it came from', async () => {
    const origin = { tensor: 'output', step: 19, norm: '1.4e22' }
    const divergence = { update: 6, tensor: 'loss', step: null, value: '1.98e44', origin }
    const { out } = await run(['train'], { end: { status: 'diverged', update: 6, divergence } })
    expect(out).toContain(
      "(loss became 1.98e44, beyond float32's 3.4e38, from output at t = 20 of norm 1.4e22)",
    )
  })

  it('ends with 1 and the reason if its thread died', async () => {
    const error = failureOf('workerFailed', 'out of memory')
    const { code, err } = await run(['train', '--json'], { end: { status: 'failed', update: 4, error } })
    expect(code).toBe(1)
    expect(err).toBe('unroll: out of memory\n')
  })

  it('waits for a slow reader instead of piling up lines, and goes on when there is room', async () => {
    const { commands } = await run(['train', '--json'], {
      ...{ isFull: true, batches: 1, end: null },
      onListening: ({ interrupt }) => interrupt('SIGINT'),
    })
    expect(commands).toEqual(['pause', 'resume', 'stop'])
  })

  it('writes words of the end only, so that no reader of them is too slow', async () => {
    const { commands } = await run(['train'], { isFull: true })
    expect(commands).toEqual([])
  })

  it('asks its thread for no samples and no views, and leaves none behind', async () => {
    const { starts, alive, numListeners } = await run(['train'])
    expect(starts).toMatchObject([{ speed: null, paused: false, watched: false, views: [] }])
    expect([alive, numListeners]).toEqual([[], 0])
  })

  it.each(['SIGINT', 'SIGTERM', 'close'] as const)(
    'is stopped after the update in hand by %s',
    async (by) => {
      const { code, out, err, commands, alive } = await run(['train', '--json'], {
        ...{ end: null, batches: 1 },
        onListening: ({ interrupt, close }) => (by === 'close' ? close() : interrupt(by)),
      })
      expect([code, commands, alive]).toEqual([{ SIGINT: 130, SIGTERM: 143, close: 0 }[by], ['stop'], []])
      expect(err).toBe(
        by === 'close' ? '' : `unroll: ended by ${by}; of this run nothing is kept but what is printed\n`,
      )
      expect(JSON.parse(out.trimEnd().split('\n').at(-1)!)).toMatchObject({ status: 'stopped', update: 2 })
    },
  )

  it('has the exit code of its own end where a signal came too late', async () => {
    const { code, err } = await run(['train'], { onListening: ({ interrupt }) => interrupt('SIGTERM') })
    expect([code, err.includes('ended by')]).toEqual([0, false])
  })

  it('can be stopped while its network is being built', async () => {
    const { code, out, alive } = await run(['train'], {
      ...{ end: null, batches: 0, isBuilt: false },
      onListening: ({ interrupt }) => interrupt('SIGINT'),
    })
    expect([code, alive]).toEqual([130, []])
    expect(out).toBe('stopped before the network was built\n')
  })

  it('can be stopped before its first update, and then has no numbers of one', async () => {
    const { out } = await run(['train'], { end: { status: 'stopped', update: 0 }, batches: 0 })
    expect(out.split('\n').slice(1)).toEqual(['stopped before the first update was made', ''])
    const { out: json } = await run(['train', '--json'], {
      end: { status: 'stopped', update: 0 },
      batches: 0,
    })
    expect(JSON.parse(json)).toMatchObject({ status: 'stopped', update: 0, loss: null, msPerUpdate: null })
  })

  it('says why its network could not be built', async () => {
    const error = failureOf('workerFailed', 'too large')
    const { code, out, err, alive } = await run(['train', '--json'], {
      ...{ end: { status: 'failed', update: 0, error }, batches: 0, isBuilt: false },
    })
    expect([code, err, alive]).toEqual([1, 'unroll: too large\n', []])
    expect(JSON.parse(out)).toMatchObject({ type: 'end', status: 'failed', update: 0, threads: 1 })
  })

  it('shows on a terminal how far it is, and takes that away at the end', async () => {
    const written: string[] = []
    const terminal = { write: (text: string) => written.push(text) > 0, columns: 80 } as never
    await run(['train', '--updates', '4'], { terminal })
    expect(written[0]).toContain('2/4  loss 0.5  1 s left  0.125 ms/update')
    expect(written.at(-1)).toBe('\r\u001b[K')
    written.length = 0
    await run(['train', '--json'], { terminal })
    expect(written).toEqual([])
  })

  it('says elsewhere at every tenth how far it is', async () => {
    const { err } = await run(['train', '--updates', '20'], { batches: 10 })
    expect(err.split('\n')).toHaveLength(11)
    expect(err).toContain('update 2/20  loss 0.5\nupdate 4/20')
  })
})

describe('unroll verify', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unroll-verify-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each([
    ['empty', new Uint8Array()],
    ['a header of 2^60 bytes', new Uint8Array([0, 0, 0, 0, 0, 0, 0, 16, 1, 2, 3])],
    ['not a reference file', writeSafetensors(new Map())],
  ])('refuses a file that is %s, with its name, in one line and with exit code 2', async (name, bytes) => {
    const file = join(folder, `${name}.safetensors`)
    writeFileSync(file, bytes)
    const { code, out, err } = await run(['verify', '--json', file])
    expect([code, out]).toEqual([2, ''])
    expect(err.startsWith(`unroll: ${file}: `)).toBe(true)
    expect(err.trimEnd()).not.toContain('\n')
  })
})

describe('unroll check', () => {
  it('names the worst element of every gradient', async () => {
    const { code, out } = await run(['check', '--cell', 'lstm', '--hidden-size', '2', '--batch', '1'])
    expect(code).toBe(0)
    expect(out).toMatch(/^lstm: gradients are right, largest error .* \(bound 1\.0e-6\)\nworst element \S+\[/)
    expect(out).toContain('rnn.weight_hh_l0')
  })

  it('refuses a network that would take very long', async () => {
    const { code, err } = await run(['check', '--cell', 'lstm', '--hidden-size', '1024', '--batch', '1'])
    expect(code).toBe(2)
    expect(err).toContain('model.hiddenSize is 1024')
  })
})

describe('unroll schema', () => {
  it('prints what a sweep may look like, field by field', async () => {
    const { out } = await run(['schema', 'sweep'])
    const { properties } = JSON.parse(out) as { properties: Record<string, { properties: object }> }
    expect(properties['search']).toMatchObject({
      required: ['strategy', 'fields'],
      properties: {
        strategy: { enum: ['grid', 'random', 'sobol'] },
        fields: { additionalProperties: false },
      },
    })
    expect(properties['experiment']!.properties).toHaveProperty('model')
  })

  it('prints a JSON Schema with titles and units, in which only names are required', async () => {
    const { out } = await run(['schema'])
    const schema = JSON.parse(out) as { required: string[]; properties: Record<string, never> }
    expect(schema.required).toEqual(['task', 'model'])
    expect(schema.properties['model']).toMatchObject({
      required: ['cell'],
      properties: {
        hiddenSize: { title: 'hidden size', description: 'in units', minimum: 1, maximum: 1024 },
      },
    })
  })
})
