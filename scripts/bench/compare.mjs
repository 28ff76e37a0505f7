import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/*
 * Unroll against PyTorch in both kinds of number, alternated in rounds, so that whatever else the machine
 * does meets both:
 *
 *     npm run build && node scripts/bench/compare.mjs [--rounds 5] [--seconds 1] [--python python3]
 *         [--library-path DIR] [--blas-core NAME] [--cells rnn,gru,lstm] [--hidden-sizes 32,64,128,256]
 *         [--dtype float64,float32] [--json]
 *
 * A round measures every workload once on either side; the table shows medians over rounds. PyTorch is
 * measured with one thread and with two, of which the better median counts. Unroll runs in the app's own
 * engine where that is installed, with one thread, and with as many as it would choose where those are more.
 * The share is that of the product kernel's own peak in the same process, on one thread.
 *
 * --library-path is where PyTorch is to find its BLAS. OpenBLAS has kernels for each kind of processor and
 * falls back to slow ones where it does not know the processor, as in some virtual machines: see what `blas`
 * says, and if that is less than the processor can do, name the kernels with --blas-core (Haswell, SkylakeX,
 * ...).
 */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    python: { type: 'string', default: 'python3' },
    'library-path': { type: 'string' },
    'blas-core': { type: 'string' },
    cells: { type: 'string', default: 'rnn,gru,lstm' },
    'hidden-sizes': { type: 'string', default: '32,64,128,256' },
    dtype: { type: 'string', default: 'float64,float32' },
    json: { type: 'boolean', default: false },
  },
})

/**
 * @typedef {'float64' | 'float32'} Dtype
 * @typedef {{ cell: string, dtype: Dtype, seqLen: number, batch: number, inputSize: number, hiddenSize: number, outputSize: number,
 *   threads: number, msPerUpdate: { median: number }, gflops: number }} Result
 * @typedef {{ cpu: string, node?: string, v8?: string, avxRevectorization?: boolean, torch?: string, blas?: string,
 *   gemmPeakGflops: Record<Dtype, number>, results: Result[] }} Report
 * @typedef {{ pytorch: Record<number, number[]>, one: number[], shares: number[], more: number[], threads: number }} Times
 */

const cli = fileURLToPath(new URL('../unroll.mjs', import.meta.url))
const script = fileURLToPath(new URL('pytorch.py', import.meta.url))

/** PyTorch is measured with so many threads. */
const PYTORCH_THREADS = [1, 2]

/**
 * The kernels are those that PyTorch's BLAS chooses by itself, or that are asked for.
 * @type {NodeJS.ProcessEnv}
 */
const pythonEnv = { ...process.env }
delete pythonEnv.OPENBLAS_CORETYPE
delete pythonEnv.OPENBLAS_L2_SIZE
if (options['blas-core']) pythonEnv.OPENBLAS_CORETYPE = options['blas-core']
if (options['library-path']) pythonEnv.LD_LIBRARY_PATH = options['library-path']

/**
 * @param {string} size
 * @returns {string[]}
 */
const workload = (size) => [
  ...['--cells', options.cells, '--hidden-sizes', size],
  ...['--dtype', options.dtype, '--seconds', options.seconds],
]

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Report}
 */
const run = (command, args, env = process.env) =>
  JSON.parse(execFileSync(command, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }))

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}

/** @type {Map<string, Times>} */
const table = new Map()
/** @type {Record<Dtype, number[]>} */
const peaks = { float64: [], float32: [] }
/** @type {Report | undefined} */
let theirs
/** @type {Report | undefined} */
let ours

/** @param {Result} result */
function timesOf({ cell, dtype, seqLen, batch, inputSize, hiddenSize, outputSize }) {
  const key = `${dtype} | ${[seqLen, batch, inputSize, hiddenSize, outputSize].join(', ')} | ${cell}`
  const times = table.get(key) ?? { pytorch: {}, one: [], shares: [], more: [], threads: 1 }
  table.set(key, times)
  return times
}

for (let round = 1; round <= Number(options.rounds); round++) {
  for (const size of options['hidden-sizes'].split(',')) {
    for (const threads of PYTORCH_THREADS) {
      const env = { ...pythonEnv, OMP_NUM_THREADS: String(threads) }
      theirs = run(options.python, [script, '--threads', String(threads), ...workload(size)], env)
      for (const result of theirs.results) {
        ;(timesOf(result).pytorch[threads] ??= []).push(result.msPerUpdate.median)
      }
    }

    const one = (ours = run(process.execPath, [cli, 'bench', '--json', '--threads', '1', ...workload(size)]))
    for (const result of one.results) {
      const peak = one.gemmPeakGflops[result.dtype]
      const times = timesOf(result)
      peaks[result.dtype].push(peak)
      times.one.push(result.msPerUpdate.median)
      times.shares.push(result.gflops / peak)
    }
    for (const result of run(process.execPath, [cli, 'bench', '--json', ...workload(size)]).results) {
      const times = timesOf(result)
      times.threads = result.threads
      times.more.push(result.msPerUpdate.median)
    }
  }
  process.stderr.write(`round ${round} of ${options.rounds}\n`)
}

const rows = [...table].map(([key, { pytorch, one, shares, more, threads }]) => {
  const reference = Math.min(...Object.values(pytorch).map(median))
  const [alone, together] = [median(one), median(more)]
  const isShared = threads > 1
  return {
    workload: key,
    pytorchMs: reference,
    unrollMs: alone,
    ratio: reference / alone,
    shareOfPeak: median(shares),
    threads,
    sharedMs: isShared ? together : null,
    sharedRatio: isShared ? reference / together : null,
  }
})
const facts = {
  cpu: ours?.cpu,
  node: ours?.node,
  v8: ours?.v8,
  avxRevectorization: ours?.avxRevectorization,
  torch: theirs?.torch,
  blas: theirs?.blas,
  gemmPeakGflops: {
    unroll: { float64: median(peaks.float64), float32: median(peaks.float32) },
    pytorch: theirs?.gemmPeakGflops,
  },
}

if (options.json) {
  process.stdout.write(`${JSON.stringify({ ...facts, rows })}\n`)
} else {
  /** @param {number} value */
  const show = (value) => value.toPrecision(3)
  const lines = rows.map(({ workload, pytorchMs, unrollMs, ratio, shareOfPeak, threads, ...shared }) => {
    const many =
      shared.sharedMs === null || shared.sharedRatio === null
        ? ' | '
        : `${show(shared.sharedMs)} (${threads}) | ${show(shared.sharedRatio)}`
    const share = `${Math.round(100 * shareOfPeak)} %`
    return `| ${workload} | ${show(pytorchMs)} | ${show(unrollMs)} | ${show(ratio)} | ${share} | ${many} |`
  })
  process.stdout.write(
    [
      ...Object.entries(facts).map(([name, fact]) => `${name}: ${JSON.stringify(fact)}`),
      '',
      '| dtype | T, B, I, H, O | cell | PyTorch ms | Unroll ms, 1 thread | ratio | share of peak | ms (threads) | ratio |',
      '|---|---|---|---:|---:|---:|---:|---:|---:|',
      ...lines,
      '',
    ].join('\n'),
  )
}
