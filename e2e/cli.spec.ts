import { expect, test } from '@playwright/test'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const PROJECT = join(import.meta.dirname, '..')
let folder: string

function unroll(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['out/main/cli.js', ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-cli-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('train prints one JSON object a line, an update each and the end', () => {
  const experiment = file(
    'experiment.json',
    JSON.stringify({ task: { name: 'echo' }, model: { cell: 'rnn', hiddenSize: 8 }, train: { updates: 20 } }),
  )
  const { status, stdout } = unroll('train', experiment, '--json')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(status).toBe(0)
  const updates = lines.filter(({ type }) => type === 'update')
  expect(updates).toHaveLength(20)
  expect(lines[0]).toMatchObject({ type: 'update', update: 0 })
  expect(Object.keys(lines[0]!)).toEqual(['type', 'update', 'loss', 'gradNorm', 'gradNormClipped'])
  expect(lines[20]).toMatchObject({ type: 'evaluation', update: 20, split: 'training', seqLen: 20 })
  expect(lines.at(-1)).toMatchObject({ type: 'end', status: 'done', update: 20 })
})

test('npm run unroll needs no display, and says which engine it runs in', () => {
  const env = { ...process.env, DISPLAY: undefined }
  const args = ['bench', '--cells', 'rnn', '--hidden-sizes', '32', '--seconds', '0.01', '--json']
  const { status, stdout } = spawnSync(process.execPath, ['scripts/unroll.mjs', ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
    env,
  })
  expect(status).toBe(0)
  const report = JSON.parse(stdout) as { v8: string; avxRevectorization: boolean }
  // Which one that is depends on what was fetched for this machine.
  const isKnown = /^(13\.0|13\.6|14\.6)\./.test(report.v8)
  const isAble = process.arch === 'x64' && process.platform !== 'darwin'
  expect(report.avxRevectorization).toBe(isKnown && isAble)
})

test('whoever reads the first line only, as head does, leaves no error behind', async () => {
  const args = ['bench', '--cells', 'rnn,gru,lstm', '--hidden-sizes', '32', '--seconds', '0.01']
  const child = spawn(process.execPath, ['out/main/cli.js', ...args], { cwd: PROJECT })
  child.stdout.once('data', () => child.stdout.destroy())
  const [complaints, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect(complaints).toBe('')
  expect(code).toBe(0)
})

test('where nobody reads complaints or progress, the result still comes', async () => {
  const args = ['train', '--hidden-size', '2', '--updates', '300']
  const child = spawn(process.execPath, ['out/main/cli.js', ...args], { cwd: PROJECT })
  child.stderr.once('data', () => child.stderr.destroy())
  const [result, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  expect(result).toContain('done after 300 updates')
  expect(code).toBe(0)
})

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends a training with exit code ${expected}, and what it came to is printed`, async () => {
    const child = spawn(
      process.execPath,
      ['scripts/unroll.mjs', 'train', '--updates', '10000000', '--threads', '1', '--json'],
      {
        cwd: PROJECT,
      },
    )
    child.stdout.once('data', () => child.kill(signal))
    const [lines, words, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    expect(code).toBe(expected)
    expect(JSON.parse(lines.trim().split('\n').at(-1)!)).toMatchObject({ type: 'end', status: 'stopped' })
    expect(words).toBe(`unroll: ended by ${signal}; of this run nothing is kept but what is printed\n`)
  })
}

/** By what npm itself is ended, with its own exit code. */
const endsOfNpm = [
  { signal: 'SIGINT', ended: [130, null], word: 'SIGINT' },
  { signal: 'SIGTERM', ended: [143, null], word: 'SIGTERM' },
  { signal: 'SIGKILL', ended: [null, 'SIGKILL'], word: 'SIGTERM' },
] as const
for (const { signal, ended, word } of endsOfNpm) {
  test(`${signal} to npm alone ends the training that it runs, and orphans nothing`, async () => {
    const args = ['run', '-s', 'unroll', '--', 'train', '--updates', '10000000', '--threads', '1', '--json']
    const child = spawn('npm', args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.once('data', () => child.kill(signal))
    // The pipes close when the last process that holds them is gone.
    const [lines, words, how] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    expect(how).toEqual(ended)
    expect(JSON.parse(lines.trim().split('\n').at(-1)!)).toMatchObject({ type: 'end', status: 'stopped' })
    expect(words).toContain(`unroll: ended by ${word};`)
  })
}

test('npm run unroll reads paths from where npm was called', () => {
  file('here.json', '{ "task": { "name": "echo" }, "model": { "cell": "nothing" } }')
  const env = { ...process.env, INIT_CWD: folder, npm_lifecycle_event: 'unroll' }
  const args = ['scripts/unroll.mjs', 'train', 'here.json']
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: PROJECT, encoding: 'utf8', env })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^unroll: here\.json: model\.cell is "nothing"/)
})

test('what cannot be written is one clear line and exit code 1', () => {
  const readOnly = openSync(join(PROJECT, 'package.json'), 'r')
  const { status, stderr } = spawnSync(process.execPath, ['out/main/cli.js', '--help'], {
    cwd: PROJECT,
    encoding: 'utf8',
    stdio: ['ignore', readOnly, 'pipe'],
  })
  closeSync(readOnly)
  expect(status).toBe(1)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(/^unroll: cannot write: EBADF/)
})

test('a diverged run ends with exit code 3', () => {
  const { status, stdout } = unroll(
    'train',
    '--task',
    'adding',
    '--cell',
    'residual',
    '--optimizer',
    'sgd',
    '--lr',
    '0.1',
    '--clip',
    'none',
    '--json',
  )
  expect(status).toBe(3)
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ type: 'end', status: 'diverged' })
})

test('verify recomputes a PyTorch reference and says so in JSON', () => {
  const { status, stdout } = unroll(
    'verify',
    'core/check/reference/training/rnn_tanh_ce_every_sgd.safetensors',
    '--json',
  )
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ ok: true })
})

const refusals: [name: string, args: () => string[], message: RegExp][] = [
  ['a file that is not JSON', () => ['train', file('a.json', '{"task":')], /a\.json.*JSON/],
  [
    'an unknown field',
    () => ['train', file('b.json', '{"task":{"name":"adding"},"model":{"cell":"rnn","hidenSize":3}}')],
    /model\.hidenSize is 3: there is no such field/,
  ],
  ...([0, -1, 1e9, 'x'] as const).map((hiddenSize): [string, () => string[], RegExp] => [
    `a hidden size of ${hiddenSize}`,
    () => [
      'train',
      file('c.json', JSON.stringify({ task: { name: 'adding' }, model: { cell: 'rnn', hiddenSize } })),
    ],
    new RegExp(`model\\.hiddenSize is "?${hiddenSize}"?: expected a whole number from 1 to 1024`),
  ]),
  ['a file that is not there', () => ['train', join(folder, 'nowhere.json')], /nowhere\.json/],
  [
    'a truncated safetensors file',
    () => ['verify', file('d.safetensors', new Uint8Array(5))],
    /d\.safetensors/,
  ],
  [
    'a safetensors file with a hostile header',
    () => ['verify', file('e.safetensors', new Uint8Array(16).fill(255))],
    /e\.safetensors/,
  ],
  ['an unknown command', () => ['fly'], /fly/],
]
for (const [name, args, message] of refusals) {
  test(`${name} is refused with one clear line and exit code 2`, () => {
    const { status, stderr } = unroll(...args())
    expect(status).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(message)
  })
}

test('a run that is killed goes on to the same bits, whenever that happens', () => {
  test.setTimeout(240_000)
  const { status, stdout } = spawnSync(process.execPath, ['scripts/kills.mjs', '10'], {
    cwd: PROJECT,
    encoding: 'utf8',
  })
  expect(stdout).toContain('10 of 10 runs opened and went on to the same bits')
  expect(status).toBe(0)
})
