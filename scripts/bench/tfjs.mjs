import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/*
 * The workloads of `unroll bench` in TensorFlow.js on its WebAssembly backend, which is not a dependency of
 * this project: install it somewhere else and run the script from there.
 *
 *     npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm
 *     node PATH/TO/scripts/bench/tfjs.mjs [--seconds 2] > tfjs.json
 *     npm run -s unroll -- bench --compare tfjs.json
 *
 * The cells are written out in tensors, as its layers do it; TensorFlow.js clips by no global norm of its
 * own, so that is written out too.
 */

const { values: options } = parseArgs({
  options: {
    cells: { type: 'string', default: 'rnn,gru,lstm' },
    'hidden-sizes': { type: 'string', default: '32,64,128,256' },
    seconds: { type: 'string', default: '2' },
  },
})

/** Packages of the folder that this is run from. */
const require = createRequire(join(process.cwd(), 'package.json'))
/** @type {any} */
const tf = require('@tensorflow/tfjs')
require('@tensorflow/tfjs-backend-wasm')
await tf.setBackend('wasm')
await tf.ready()

const SHAPES = [
  { seqLen: 20, batch: 16, inputSize: 8, hiddenSize: 32, outputSize: 8 },
  { seqLen: 50, batch: 32, inputSize: 16, hiddenSize: 64, outputSize: 16 },
  { seqLen: 100, batch: 64, inputSize: 32, hiddenSize: 128, outputSize: 32 },
  { seqLen: 100, batch: 64, inputSize: 64, hiddenSize: 256, outputSize: 64 },
]
/** @type {Record<string, number>} */
const GATES = { rnn: 1, gru: 3, lstm: 4 }

const LR = 1e-3
const MAX_NORM = 1
const ROUND_MS = 20
const MIN_ROUNDS = 5

/**
 * One step: (x W + b for all gates, h, c) to the next h and c, (B, H) each.
 * @type {Record<string, (p: any, x: any, h: any, c: any, size: number) => { h: any, c: any }>}
 */
const cells = {
  rnn: ({ recurrent, bias }, x, h, c) => ({
    h: tf.tanh(tf.add(x, tf.add(tf.matMul(h, recurrent), bias))),
    c,
  }),
  gru({ recurrent, bias }, x, h, c, size) {
    const [xr, xz, xn] = tf.split(x, 3, 1)
    const [hr, hz, hn] = tf.split(tf.add(tf.matMul(h, recurrent), bias), [size, size, size], 1)
    const z = tf.sigmoid(tf.add(xz, hz))
    const n = tf.tanh(tf.add(xn, tf.mul(tf.sigmoid(tf.add(xr, hr)), hn)))
    return { h: tf.add(n, tf.mul(z, tf.sub(h, n))), c }
  },
  lstm({ recurrent, bias }, x, h, c) {
    const [i, f, g, o] = tf.split(tf.add(x, tf.add(tf.matMul(h, recurrent), bias)), 4, 1)
    const next = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)))
    return { h: tf.mul(tf.sigmoid(o), tf.tanh(next)), c: next }
  },
}

/**
 * One update: forward, cross-entropy at every step, BPTT, clipping by the global norm, Adam.
 * @param {string} cell
 * @param {typeof SHAPES[number]} shape
 */
function createUpdate(cell, { seqLen, batch, inputSize, hiddenSize, outputSize }) {
  const gates = (GATES[cell] ?? 0) * hiddenSize
  const bound = 1 / Math.sqrt(hiddenSize)
  /** @param {number[]} size */
  const variable = (...size) => tf.variable(tf.randomUniform(size, -bound, bound))
  const parameters = {
    input: variable(inputSize, gates),
    inputBias: variable(gates),
    recurrent: variable(hiddenSize, gates),
    bias: variable(gates),
    head: variable(hiddenSize, outputSize),
    headBias: variable(outputSize),
  }
  const optimizer = tf.train.adam(LR)
  const inputs = tf.randomNormal([seqLen * batch, inputSize])
  const rows = seqLen * batch
  const classes = tf.oneHot(tf.randomUniform([rows], 0, outputSize, 'int32'), outputSize)
  const step = cells[cell]
  if (!step) throw new Error(`there is no cell ${cell}`)

  const lossOf = () => {
    const projected = tf.add(tf.matMul(inputs, parameters.input), parameters.inputBias)
    let h = tf.zeros([batch, hiddenSize])
    let c = h
    const states = tf.split(projected, seqLen, 0).map((/** @type {any} */ x) => {
      ;({ h, c } = step(parameters, x, h, c, hiddenSize))
      return h
    })
    const scores = tf.add(tf.matMul(tf.concat(states, 0), parameters.head), parameters.headBias)
    return tf.losses.softmaxCrossEntropy(classes, scores)
  }
  return () =>
    tf.tidy(() => {
      const { value, grads } = optimizer.computeGradients(lossOf)
      const squares = Object.values(grads).map((grad) => tf.sum(tf.square(grad)))
      const factor = tf.minimum(1, tf.div(MAX_NORM, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)))
      const clipped = Object.entries(grads).map(([name, grad]) => [name, tf.mul(grad, factor)])
      optimizer.applyGradients(Object.fromEntries(clipped))
      return value.dataSync()[0]
    })
}

/**
 * Milliseconds per update in rounds, after warming up.
 * @param {() => number} update
 * @param {number} durationMs
 */
function measure(update, durationMs) {
  const warm = performance.now() + durationMs / 2
  do update()
  while (performance.now() < warm)
  const times = []
  const end = performance.now() + durationMs
  while (times.length < MIN_ROUNDS || performance.now() < end) {
    const start = performance.now()
    let updates = 0
    let elapsed = 0
    while (elapsed < ROUND_MS) {
      update()
      updates++
      elapsed = performance.now() - start
    }
    times.push(elapsed / updates)
  }
  times.sort((a, b) => a - b)
  return { min: times[0], median: times[times.length >> 1] ?? NaN, max: times.at(-1) }
}

const sizes = options['hidden-sizes'].split(',').map(Number)
const results = []
for (const shape of SHAPES.filter(({ hiddenSize }) => sizes.includes(hiddenSize))) {
  const { seqLen, batch, inputSize, hiddenSize, outputSize } = shape
  for (const cell of options.cells.split(',')) {
    const msPerUpdate = measure(createUpdate(cell, shape), 1000 * Number(options.seconds))
    const gates = (GATES[cell] ?? 0) * hiddenSize
    const perRow = gates * inputSize * 2 + gates * hiddenSize * 3 + hiddenSize * outputSize * 3
    const gflops = (2 * seqLen * batch * perRow) / msPerUpdate.median / 1e6
    results.push({ cell, ...shape, dtype: 'float32', threads: 1, msPerUpdate, gflops })
  }
}
const report = {
  node: process.version,
  tfjs: tf.version_core,
  cpu: cpus()[0]?.model ?? 'unknown',
  gemmPeakGflops: { float32: null },
  results,
}
process.stdout.write(`${JSON.stringify(report)}\n`)
