import { cellKinds, type CellName } from '../kinds/cells'
import { defaultExperiment } from '../experiment/defaults'
import type { PeakProbe } from '../kernels/backend'
import { allocate, backendFor } from '../kernels/backends'
import type { Dtype } from '../math/floats'
import { createRandom } from '../math/random'
import { initializeModel } from '../nn/init'
import { crossEntropyInto } from '../losses/crossEntropy'
import { createModel } from '../nn/model'
import { createClipReport, clipGradNorm } from '../optim/clip'
import { createOptimizer } from '../optim/optimizer'

export interface BenchShape {
  readonly seqLen: number
  readonly batch: number
  readonly inputSize: number
  readonly hiddenSize: number
  readonly outputSize: number
}

/** The shapes that training speed is measured on, small to large. */
export const benchShapes: readonly BenchShape[] = [
  { seqLen: 20, batch: 16, inputSize: 8, hiddenSize: 32, outputSize: 8 },
  { seqLen: 50, batch: 32, inputSize: 16, hiddenSize: 64, outputSize: 16 },
  { seqLen: 100, batch: 64, inputSize: 32, hiddenSize: 128, outputSize: 32 },
  { seqLen: 100, batch: 64, inputSize: 64, hiddenSize: 256, outputSize: 64 },
]

export const benchCells = ['rnn', 'gru', 'lstm'] as const satisfies readonly CellName[]
export type BenchCell = (typeof benchCells)[number]

const LR = 1e-3
const MAX_NORM = 1

/** One measured workload. */
export interface Workload {
  /** Floating-point operations of the matrix products in one update. */
  readonly operations: number
  /** Loss of the last update. */
  readonly loss: number
  /** Forward, cross-entropy at every step, backward through time, clipping by the global norm, Adam. */
  update(): void
}

/** A network with PyTorch's initial weights and one random batch. */
export function createWorkload(cell: BenchCell, shape: BenchShape, dtype: Dtype): Workload {
  const { seqLen, batch, inputSize, hiddenSize, outputSize } = shape
  const { model: settings, optimizer: optimizerSettings } = defaultExperiment(undefined, cell)
  const model = createModel(
    { ...settings, hiddenSize, init: 'pytorch', inputSize, outputSize },
    { seqLen, batch, dtype },
  )
  initializeModel(model, 0)
  const optimizer = createOptimizer({ ...optimizerSettings, name: 'adam', lr: LR }, model.parameters)
  const report = createClipReport(model.parameters.length)

  const random = createRandom(0)
  const rows = seqLen * batch
  const input = allocate(dtype, rows * inputSize)
  for (let i = 0; i < input.length; i++) input[i] = random.normal()
  const classes = Int32Array.from({ length: rows }, () => random.integer(outputSize))
  const supervised = new Uint8Array(seqLen).fill(1)
  const gradScores = allocate(dtype, rows * outputSize)
  const scoreShape = { rows, outputSize }
  // In an array, since a number that is kept in a variable is a new object each time.
  const loss = new Float64Array(1)

  const gates = cellKinds[cell].gateNames.length * hiddenSize
  // Input weights have no gradient towards the input; the others have three products each.
  const perRow = gates * inputSize * 2 + gates * hiddenSize * 3 + hiddenSize * outputSize * 3
  return {
    operations: 2 * rows * perRow,
    get loss() {
      return loss[0]
    },
    update() {
      model.zeroGrad()
      const scores = model.forward(input, supervised)
      crossEntropyInto(loss, scores, classes, gradScores, scoreShape)
      model.backward(gradScores)
      clipGradNorm(model.parameters, MAX_NORM, report)
      optimizer.step(LR)
    },
  }
}

export interface Timing {
  readonly min: number
  readonly median: number
  readonly max: number
}

export interface Measurement {
  readonly msPerUpdate: Timing
  /** Of the matrix products alone, at the median. */
  readonly gflops: number
  /**
   * What the product kernel of each kind of number reached between the rounds, each; empty where it is not
   * measured.
   */
  readonly peaks: Readonly<Record<Dtype, readonly number[]>>
}

export interface MeasureOptions {
  /** A clock in milliseconds. */
  readonly now: () => number
  /** For all rounds together, after half of it again for warming up. @default 2000 */
  readonly durationMs?: number
}

/** Each round lasts at least so long, */
const ROUND_MS = 20
/** and there are at least so many. */
const MIN_ROUNDS = 5
/** Little beside an update. */
const WARM_UP_REPEATS = 8
/** About 2 ms each. */
const PEAK_REPEATS: Readonly<Record<Dtype, number>> = { float32: 128, float64: 64 }

/** Times a workload in rounds, alternating with the kernels' own peaks. */
export function measure(workload: Workload, { now, durationMs = 2000 }: MeasureOptions): Measurement {
  const float32 = backendFor('float32').createPeakProbe()
  const float64 = backendFor('float64').createPeakProbe()
  const warm = now() + durationMs / 2
  do {
    workload.update()
    float32?.(WARM_UP_REPEATS)
    float64?.(WARM_UP_REPEATS)
  } while (now() < warm)

  const times: number[] = []
  const peaks = { float32: [] as number[], float64: [] as number[] }
  const end = now() + durationMs
  while (times.length < MIN_ROUNDS || now() < end) {
    if (float32) peaks.float32.push(rate(float32, PEAK_REPEATS.float32, now))
    if (float64) peaks.float64.push(rate(float64, PEAK_REPEATS.float64, now))
    times.push(round(workload, now))
  }
  const msPerUpdate = { min: Math.min(...times), median: median(times), max: Math.max(...times) }
  return { msPerUpdate, gflops: workload.operations / msPerUpdate.median / 1e6, peaks }
}

function round({ update }: Workload, now: () => number): number {
  const start = now()
  let updates = 0
  let elapsed: number
  do {
    update()
    updates++
    elapsed = now() - start
  } while (elapsed < ROUND_MS)
  return elapsed / updates
}

/** In Gflop/s. */
function rate(probe: PeakProbe, repeats: number, now: () => number): number {
  const start = now()
  const operations = probe(repeats)
  return operations / (now() - start) / 1e6
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
