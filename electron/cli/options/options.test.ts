import { taskNames } from '../../../core/tasks/registry'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../../core/experiment/defaults'
import { UsageError } from '../usageError'
import { acceptExperiment, readExperiment } from './experiment'
import { fieldFlags } from './flags'
import { experimentHelp } from './help'
import { parseArguments } from './parse'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(content: string): string {
  const file = join(folder, `experiment-${Math.floor(performance.now() * 1e6)}.json`)
  writeFileSync(file, content)
  return file
}

const read = (...args: string[]) => readExperiment(parseArguments('train', args, acceptExperiment(['json'])))

function complaintOf(...args: string[]): string {
  try {
    read(...args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

describe('the flags of an experiment', () => {
  it('are derived from the schema, one a field', () => {
    const names = fieldFlags.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['task', 'cell', 'seq-len', 'hidden-size', 'optimizer', 'lr']),
    )
    expect(names).toEqual(expect.arrayContaining(['clip', 'clip-threshold', 'updates', 'stop-loss']))
    expect(new Set(names).size).toBe(names.length)
  })

  it('give the default experiment where there is none', () => {
    expect(read()).toEqual(defaultExperiment())
  })

  it('count as they were said last', () => {
    expect(read('--bias', '--no-bias').model.bias).toBe(false)
    expect(read('--no-bias', '--bias').model.bias).toBe(true)
    expect(read('--lr', '1', '--lr', '2').optimizer.lr).toBe(2)
  })

  it('take numbers as people write them', () => {
    const args = [
      '--hidden-size',
      '６４ units',
      '--updates',
      '2,000',
      '--lr',
      '1e-3',
      '--stop-seconds',
      '60 s',
    ]
    expect(read(...args, '--forget-bias', '\u22121')).toMatchObject({
      model: { hiddenSize: 64, forgetBias: -1 },
      optimizer: { lr: 0.001 },
      train: { updates: 2000, stop: { seconds: 60 } },
    })
  })

  it('set the fields they name', () => {
    const args =
      '--task echo --delay 4 --cell lstm --hidden-size 8 --lr 1e-2 --no-bias --stop-loss 0.1 --tbptt=none'
    expect(read(...args.split(' '))).toMatchObject({
      task: { name: 'echo', delay: 4 },
      model: { cell: 'lstm', hiddenSize: 8, bias: false },
      optimizer: { lr: 0.01 },
      train: { tbptt: null, stop: { loss: 0.1 } },
    })
  })

  it.each([
    [['--hidden-size', '0'], 'model.hiddenSize is 0: expected a whole number from 1 to 1024'],
    [['--hidden-size', '-1'], 'model.hiddenSize is -1: expected a whole number from 1 to 1024'],
    [['--hidden-size=-1'], 'model.hiddenSize is -1: expected a whole number from 1 to 1024'],
    [['--hidden-size', '1e9'], 'model.hiddenSize is 1000000000: expected a whole number from 1 to 1024'],
    [['--hidden-size', 'x'], 'model.hiddenSize is "x": expected a whole number from 1 to 1024'],
    [['--hidden-size', ''], 'model.hiddenSize is "": expected a whole number from 1 to 1024'],
    [['--lr', 'Infinity'], 'optimizer.lr is "Infinity": expected a number from 1e-9 to 1000'],
    [['--cell', 'cnn'], 'model.cell is "cnn": expected one of rnn, residual, gru, lstm'],
    [['--delay', '3'], 'task.delay is 3: there is no such field'],
    [['--out', 'folder'], 'train has no option --out; see unroll train --help'],
    [['-x'], 'train has no option -x; see unroll train --help'],
    [['--lr'], '--lr is missing its value; see unroll train --help'],
    [['--lr', '--json'], '--lr is missing its value; see unroll train --help'],
    [['--json=yes'], '--json is yes: expected no value'],
    [['--constructor', '1'], 'train has no option --constructor; see unroll train --help'],
    [['--bias=no'], '--bias is no: expected no value'],
    [['--hidden-size', '0x10'], 'model.hiddenSize is "0x10": expected a whole number from 1 to 1024'],
    [['--hidden-size', '32 steps'], 'model.hiddenSize is "32 steps": expected a whole number'],
    [['--\u001b[2J\n'], 'train has no option --\\u001b[2J\\n; see unroll train --help'],
    [['--cell', 'x\u009b31m'], 'model.cell is "x\\u009b31m": expected one of'],
    [['a.json', 'b.json'], 'expected one experiment, got a.json and b.json'],
    [['--', '--json'], 'cannot read --json: there is no such file'],
    [['--', 'a.json', '--lr', '1'], 'expected one experiment, got a.json and --lr'],
  ])('refuse %j', (args, message) => {
    expect(complaintOf(...args)).toContain(message.replace('1e-9', String(1e-9)))
  })
})

describe('an experiment file', () => {
  it('is read, with flags on top', () => {
    const file = fileOf('{ "task": { "name": "adding", "seqLen": 9 }, "model": { "cell": "rnn" } }')
    expect(read(file, '--updates', '7')).toMatchObject({
      task: { seqLen: 9 },
      model: { cell: 'rnn' },
      train: { updates: 7 },
    })
  })

  it('leaves its task behind when a flag names another', () => {
    const file = fileOf('{ "task": { "name": "adding", "seqLen": 9 }, "model": { "cell": "rnn" } }')
    expect(read(file, '--task', 'copy').task.name).toBe('copy')
  })

  it.each([
    ['{ "task": ', 'is not JSON'],
    ['', 'is not JSON'],
    ['null', 'the experiment is null: expected an object with fields'],
    ['{ "task": { "name": "adding" } }', 'model is missing: expected an object with fields'],
    [
      '{ "task": { "name": "adding" }, "model": { "cell": "rnn" }, "more": 1 }',
      'more is 1: there is no such field',
    ],
    [
      '{ "task": { "name": "adding" }, "model": { "cell": "rnn", "hiddenSize": 0 } }',
      'model.hiddenSize is 0: expected a whole number from 1 to 1024',
    ],
    ['{ "task": { "name": "adding" }, "task": {} }', 'has the key "task" twice'],
    ['<!doctype html>', 'it is a web page'],
    ['version https://git-lfs.github.com/spec/v1\n', 'it is a Git LFS pointer'],
    [
      '{ "task": { "name": "adding" }, "model": { "cell": "rnn", "\\u001b[2J": "\u009b" } }',
      'model.\\u001b[2J is "\\u009b": there is no such field',
    ],
  ])('is refused when it holds %j, by its name and in one line', (content, message) => {
    const file = fileOf(content)
    const complaint = complaintOf(file)
    expect(complaint.startsWith(file)).toBe(true)
    expect(complaint).toContain(message)
    expect(complaint).not.toMatch(/\p{Cc}/u)
  })

  it('may begin with a byte order mark and name its schema', () => {
    const file = fileOf(
      '\ufeff{ "$schema": "x.json", "task": { "name": "echo" }, "model": { "cell": "rnn" } }',
    )
    expect(read(file).task.name).toBe('echo')
  })

  it('is told of by the ends of its name, where that is long', () => {
    const name = `${'x'.repeat(20_000)}.json`
    expect(complaintOf(name)).toMatch(/^cannot read x+…x+\.json: /)
    expect(complaintOf(name).length).toBeLessThan(400)
  })

  it('is refused when it cannot be read', () => {
    expect(complaintOf(join(folder, 'missing.json'))).toMatch(/^cannot read .*: there is no such file$/)
    expect(complaintOf(folder)).toMatch(/^cannot read .*: it is a folder$/)
  })

  it('is refused when it never ends', () => {
    expect(complaintOf('/dev/zero')).toBe('/dev/zero is too large: expected at most 1000000 bytes')
  })
})

describe('experimentHelp', () => {
  it('has a line for every flag, with range, default and condition', () => {
    const lines = experimentHelp().split('\n')
    expect(lines).toHaveLength(fieldFlags.length + 1)
    expect(lines.find((line) => line.includes('--task NAME'))).toContain(` ${taskNames.join(', ')} [adding]`)
    expect(lines.find((line) => line.includes('--hidden-size N'))).toContain('1 to 1024 units [32]')
    expect(lines.find((line) => line.includes('--forget-bias'))).toContain('for model.cell lstm')
    expect(lines.find((line) => line.includes('--delay'))).toContain('for task copy, echo')
    expect(lines.find((line) => line.includes('--cell'))).toContain('[gru]')
    expect(lines.find((line) => line.includes('--seq-len'))).toContain(
      '2 to 1000 steps (order, phaseJump: 10 to',
    )
  })
})
