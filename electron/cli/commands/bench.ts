import { cpus } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BenchCell, BenchShape, Timing } from '../../../core/train/benchmark'
import { benchCells, benchShapes, createWorkload, measure, median } from '../../../core/train/benchmark'
import type { Dtype } from '../../../core/math/floats'
import { shareWork, stopHelpers } from '../../../core/kernels/simd/threads'
import { chooseThreads, startHelpers } from '../../worker/helpers'
import { fitKernels, knowsAvxRevectorization } from '../../worker/avxRevectorization'
import { counted } from '../../../core/text/counted'
import { showPath, showText } from '../../../core/text/foreign'
import { readNumber } from '../../../core/text/number'
import { ExitCode } from '../exitCode'
import { jsonLine } from '../jsonLine'
import { short, readWhole } from '../numbers'
import { table } from '../options/help'
import { parseArguments } from '../options/parse'
import { readJsonFile } from '../readJsonFile'
import { UsageError } from '../usageError'
import type { Command } from './command'

/** One line of the report. */
export interface BenchResult extends BenchShape {
  readonly cell: BenchCell
  readonly dtype: Dtype
  readonly threads: number
  readonly msPerUpdate: Timing
  readonly gflops: number
}

export interface BenchReport {
  readonly node: string
  /**
   * The engine that compiled the kernels, and whether it was told to make one AVX register of two vectors.
   */
  readonly v8: string
  readonly avxRevectorization: boolean
  readonly cpu: string
  /**
   * Medians of what the product kernel of each kind of number reached between all rounds; null where there is
   * none.
   */
  readonly gemmPeakGflops: Readonly<Record<Dtype, number | null>>
  readonly results: readonly BenchResult[]
}

const now = () => performance.now()

/** The default first. */
const DTYPES: readonly Dtype[] = ['float64', 'float32']

const VALUES = ['cells', 'hidden-sizes', 'dtype', 'seconds', 'threads', 'compare']

const help = () => `Measures the speed of training.

  unroll bench [OPTIONS]

One update is: forward, cross-entropy at every step, backward through time, clipping by the global norm, Adam.
Times are medians over rounds; the product kernel's own peak is measured between them.

${table([
  ['--cells NAMES', `some of ${benchCells.join(',')} [all]`],
  ['--hidden-sizes NUMBERS', `some of ${benchShapes.map(({ hiddenSize }) => hiddenSize).join(',')} [all]`],
  ['--dtype NAMES', 'float64, float32 or both [float64,float32]'],
  ['--seconds N', 'for each measurement, after warming up, 0.01 to 600 [2]'],
  ['--threads N', '1 to 64, or auto: one or several, whichever is faster [auto]'],
  ['--compare FILE', "an earlier run's JSON: its times over the new ones"],
  ['--json', 'one JSON object'],
  ['--help', 'this text'],
])}

Exit code: 0, or 2 for wrong use.
`

export const bench: Command = {
  summary: 'measure the speed of training: [--cells lstm] [--hidden-sizes 32,64] [--compare FILE] [--json]',
  help,
  async run(args, io) {
    const { switches, values, files } = parseArguments('bench', args, {
      switches: ['json', 'help'],
      values: VALUES,
    })
    if (files.length > 0)
      throw new UsageError(`bench takes no file ${showPath(files[0]!)}; see unroll bench --help`)
    const dtypes = someOf('dtype', values.get('dtype'), DTYPES)
    const cells = someOf('cells', values.get('cells'), benchCells)
    const sizes = someOf(
      'hidden-sizes',
      values.get('hidden-sizes'),
      benchShapes.map(({ hiddenSize }) => String(hiddenSize)),
    )
    const durationMs = 1000 * seconds(values.get('seconds') ?? '2')
    const threads = threadCount(values.get('threads') ?? 'auto')
    const file = values.get('compare')
    const earlier = file === undefined ? null : readReport(file)

    for (const dtype of dtypes) fitKernels(dtype)
    const isJson = switches.has('json')
    let isClosed = false
    io.onClosed(() => (isClosed = true))
    const results: BenchResult[] = []
    const peaks = { float32: [] as number[], float64: [] as number[] }
    for (const shape of benchShapes.filter(({ hiddenSize }) => sizes.includes(String(hiddenSize)))) {
      for (const [cell, dtype] of cells.flatMap((cell) => dtypes.map((dtype) => [cell, dtype] as const))) {
        const { peaks: seen, ...measured } = measureFastest(cell, shape, dtype, { threads, durationMs })
        const result = { cell, ...shape, dtype, ...measured }
        results.push(result)
        peaks.float32.push(...seen.float32)
        peaks.float64.push(...seen.float64)
        if (!isJson) io.write(line(result, earlier))
        // Time to hear that nobody reads any more.
        await nextTurn()
        if (isClosed) return ExitCode.fine
      }
    }
    const gemmPeakGflops = { float32: medianOf(peaks.float32), float64: medianOf(peaks.float64) }
    const report: BenchReport = {
      node: process.version,
      v8: process.versions.v8,
      avxRevectorization: knowsAvxRevectorization,
      cpu: cpus()[0]?.model ?? 'unknown',
      gemmPeakGflops,
      results,
    }
    if (isJson) io.write(jsonLine({ ...report, ...(earlier && { ratios: ratios(results, earlier) }) }))
    else io.write(peakLine(dtypes, gemmPeakGflops))
    return ExitCode.fine
  },
}

/** With so many threads, or with one and with as many as training would choose: the faster of both. */
function measureFastest(
  cell: BenchCell,
  shape: BenchShape,
  dtype: Dtype,
  { threads, durationMs }: { readonly threads: number | null; readonly durationMs: number },
) {
  const workload = createWorkload(cell, shape, dtype)
  const used = threads ?? chooseThreads(shape)
  startHelpers(dtype, used)
  const ways = [true, false].slice(0, threads === null && used > 1 ? 2 : 1).map((isShared) => {
    shareWork(isShared)
    return { threads: isShared ? used : 1, ...measure(workload, { now, durationMs }) }
  })
  stopHelpers()
  ways.sort((a, b) => a.msPerUpdate.median - b.msPerUpdate.median)
  return ways[0]!
}

/** Empty where there is no kernel to measure. */
function peakLine(dtypes: readonly Dtype[], peaks: BenchReport['gemmPeakGflops']): string {
  const known = dtypes.flatMap((dtype) => {
    const peak = peaks[dtype]
    return peak === null ? [] : [`${short(peak)} Gflop/s in ${dtype}`]
  })
  return known.length === 0 ? '' : `the product kernel's own peak: ${known.join(', ')}; ${engine()}\n`
}

function medianOf(values: readonly number[]): number | null {
  return values.length > 0 ? median(values) : null
}

function engine(): string {
  return `V8 ${process.versions.v8} ${knowsAvxRevectorization ? 'with' : 'without'} AVX revectorization`
}

function oneOf<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value)
  if (found === undefined)
    throw new UsageError(`--${flag} is ${showText(value)}: expected one of ${known.join(', ')}`)
  return found
}

function someOf<T extends string>(
  flag: string,
  value: string | undefined,
  known: readonly T[],
): readonly T[] {
  return value === undefined ? known : value.split(',').map((each) => oneOf(flag, each, known))
}

function seconds(text: string): number {
  const value = readNumber(text)
  if (!(value >= 0.01 && value <= 600))
    throw new UsageError(`--seconds is ${showText(text)}: expected 0.01 to 600`)
  return value
}

/** Null: as training would choose. */
function threadCount(text: string): number | null {
  if (text === 'auto') return null
  return readWhole('threads', text, [1, 64], '1 to 64, or auto')
}

const workloadOf = ({ cell, seqLen, batch, inputSize, hiddenSize, outputSize }: BenchResult) =>
  [cell, seqLen, batch, inputSize, hiddenSize, outputSize].join(' ')
const key = (result: BenchResult) => `${workloadOf(result)} ${result.dtype}`

/** Median milliseconds of an earlier report, by cell, shape and kind of number. */
type Earlier = ReadonlyMap<string, number>

function readReport(file: string): Earlier {
  const document = readJsonFile(file)
  try {
    const { results } = document as BenchReport
    const entries = results.map((result) => [key(result), result.msPerUpdate.median] as const)
    if (entries.some(([, ms]) => !(ms > 0))) throw new Error('a median is not above 0')
    return new Map(entries)
  } catch (error) {
    const reason = error instanceof Error ? showText(error.message) : ''
    throw new UsageError(
      `--compare ${showPath(file)}: expected the JSON that unroll bench --json writes (${reason})`,
    )
  }
}

function ratios(results: readonly BenchResult[], earlier: Earlier) {
  return results.flatMap((result) => {
    const before = earlier.get(key(result))
    if (before === undefined) return []
    const { dtype, msPerUpdate } = result
    return [{ workload: workloadOf(result), dtype, ratio: before / msPerUpdate.median }]
  })
}

function line(result: BenchResult, earlier: Earlier | null): string {
  const { cell, seqLen, batch, inputSize, hiddenSize, outputSize, dtype, threads, msPerUpdate, gflops } =
    result
  const shape = `T=${seqLen} B=${batch} I=${inputSize} H=${hiddenSize} O=${outputSize}`
  const { min, median: middle, max } = msPerUpdate
  const spread = `(${short(min)} to ${short(max)})`
  const before = earlier?.get(key(result))
  const ratio = before === undefined ? '' : `  ${(before / middle).toFixed(2)} times as fast`
  return `${cell.padEnd(4)}  ${shape}  ${dtype}  ${counted(threads, 'thread')}  ${short(middle)} ms ${spread}  ${short(gflops)} Gflop/s${ratio}\n`
}
