import type { OptimizerSettings } from '../experiment/experiment'
import { optimizerSchema } from '../experiment/schema'
import { FormatError } from '../formats/formatError'
import { allocate } from '../kernels/backends'
import { losses } from '../losses/registry'
import type { Floats } from '../math/floats'
import { createModel, type Model } from '../nn/model'
import { clipGradNorm, clipGradValue, type ClipReport } from '../optim/clip'
import { createOptimizer } from '../optim/optimizer'
import { showValue } from '../text/foreign'
import type { ReferenceFile, ReferenceNet } from './referenceFile'

const lossKinds = ['ce_every', 'ce_last', 'mse_last'] as const

/** What one update is made from: which part of the data, and whether the state starts anew. */
interface Schedule {
  readonly numBatches: number
  /** Steps of one pass. */
  readonly steps: number
  /** Truncated BPTT: passes are consecutive parts of one sequence. */
  readonly isTruncated: boolean
}

/**
 * Files of the kinds `training` and `training_tbptt`: whole training loops, from initial to final weights.
 */
export function verifyTraining(file: ReferenceFile): void {
  const { dtype } = file
  const net = file.net()
  const isTruncated = file.choice('kind', ['training', 'training_tbptt']) === 'training_tbptt'
  const schedule = isTruncated ? truncatedSchedule(file, net) : wholeSchedule(file, net)
  const { numBatches, steps } = schedule
  const { batch, settings } = net
  const outputSize = file.integer('output_size')
  const updates = file.integer('updates')
  const lossKind = file.choice('loss', isTruncated ? ['ce_every'] : lossKinds)
  file.choice('loss_reduction', ['mean'])
  file.choice('initial_state', ['zeros'])
  file.choice('clip_norm_eps', ['1e-6', '1e-06', '0.000001'])
  const clipMode = file.choice('clip', ['norm', 'value'])
  const threshold = file.positive('clip_threshold')

  file.require('loss', [updates])
  const lead = isTruncated ? [net.seqLen] : [numBatches, steps]
  const x = file.given('x', [...lead, batch, settings.inputSize])
  const targets = readTargets(file, lossKind, [...lead, batch], outputSize)
  const model = createModel(
    {
      ...{ ...settings, outputSize, init: 'pytorch', initGain: 1, forgetBias: 0 },
      ...{ embeddingSize: null, dropout: 0, learnInitialState: false },
    },
    { seqLen: steps, batch, dtype },
  )
  const names = model.parameters.map(({ name }) => name).join(',')
  if (file.text('param_order') !== names) throw file.odd('param_order', names)
  for (const { name, shape, value } of model.parameters) value.set(file.given(`init.${name}`, shape))
  const optimizerSettings = readOptimizer(file)
  const optimizer = createOptimizer(optimizerSettings, model.parameters)

  const supervised = new Uint8Array(steps).fill(lossKind === 'ce_every' ? 1 : 0)
  supervised[steps - 1] = 1
  const rows = (lossKind === 'ce_every' ? steps : 1) * batch
  const gradScores = allocate(dtype, rows * outputSize)
  const losses = new Float64Array(updates)
  const normsBefore = new Float64Array(updates)
  const normsAfter = new Float64Array(updates)
  const firstGrads: Floats[] = []

  for (let update = 0; update < updates; update++) {
    const part = update % numBatches
    if (isTruncated && part > 0) model.carryState()
    else model.resetState()
    const passLength = steps * batch * settings.inputSize
    const scores = model.forward(x.subarray(part * passLength, (part + 1) * passLength), supervised)
    losses[update] = targets.loss(scores, gradScores, part, rows)
    model.zeroGrad()
    model.backward(gradScores)
    if (update === 0) for (const { grad } of model.parameters) firstGrads.push(grad.slice())
    const clipped = clip(model, clipMode, threshold)
    normsBefore[update] = clipped.normBefore
    normsAfter[update] = clipped.normAfter
    optimizer.step(optimizerSettings.lr)
  }

  file.compare('loss', losses, [updates])
  file.compare('grad_norm_pre', normsBefore, [updates])
  file.compare('grad_norm_post', normsAfter, [updates])
  model.parameters.forEach(({ name, shape }, p) => file.compare(`first_grad.${name}`, firstGrads[p], shape))
  for (const { name, shape, value } of model.parameters) file.compare(`final.${name}`, value, shape)
  if (!isTruncated) return
  const stateShape = [settings.numLayers, batch, settings.hiddenSize]
  file.compare('final_state.h', model.finalState.h, stateShape)
  if (model.finalState.c !== null) file.compare('final_state.c', model.finalState.c, stateShape)
}

function wholeSchedule(file: ReferenceFile, net: ReferenceNet): Schedule {
  return { numBatches: file.integer('num_batches'), steps: net.seqLen, isTruncated: false }
}

function truncatedSchedule(file: ReferenceFile, { seqLen, settings }: ReferenceNet): Schedule {
  const steps = file.integer('tbptt_k')
  const numBatches = file.integer('num_chunks')
  if (numBatches * steps !== seqLen) throw file.odd('num_chunks', `seq_len / tbptt_k = ${seqLen / steps}`)
  if (settings.bidirectional) throw file.odd('bidirectional', 'false for truncated BPTT')
  file.choice('reset_state_each_pass', ['true'])
  return { numBatches, steps, isTruncated: true }
}

interface Targets {
  /** The loss of part `part`; overwrites `gradScores`. */
  loss(scores: Floats, gradScores: Floats, part: number, rows: number): number
}

const NONE = { classes: new Int32Array(0), values: new Float64Array(0) }

/** `lead` is the shape up to the batch: (.., steps, batch), or (steps, batch) of one long sequence. */
function readTargets(
  file: ReferenceFile,
  kind: (typeof lossKinds)[number],
  lead: readonly number[],
  outputSize: number,
): Targets {
  const [numBatches, , batch] = lead
  if (kind === 'mse_last') {
    const values = file.given('target', [numBatches, batch, outputSize])
    return {
      loss(scores, gradScores, part, rows) {
        const length = rows * outputSize
        const target = values.subarray(part * length, (part + 1) * length)
        return losses.mse.forward(scores, { ...NONE, values: target }, gradScores, { rows, outputSize })
      },
    }
  }
  const classes = file.classes('target', kind === 'ce_last' ? [numBatches, batch] : lead, outputSize)
  return {
    loss(scores, gradScores, part, rows) {
      const target = classes.subarray(part * rows, (part + 1) * rows)
      return losses.crossEntropy.forward(scores, { ...NONE, classes: target }, gradScores, {
        rows,
        outputSize,
      })
    },
  }
}

function clip(model: Model, mode: 'norm' | 'value', threshold: number): ClipReport {
  return mode === 'norm'
    ? clipGradNorm(model.parameters, threshold)
    : clipGradValue(model.parameters, threshold)
}

const optimizersByName = {
  sgd: 'sgd',
  sgd_momentum: 'momentum',
  sgd_nesterov: 'nesterov',
  rmsprop: 'rmsprop',
  adam: 'adam',
  adamw: 'adamw',
} as const

/** Options that would change the rule are only known with the value that leaves it as FORMAT.md states it. */
const fixedOptions: Readonly<Record<string, readonly string[]>> = {
  dampening: ['0'],
  amsgrad: ['false'],
  centered: ['false'],
  nesterov: ['true', 'false'],
}

const numericOptions: Readonly<
  Record<string, 'momentum' | 'alpha' | 'beta1' | 'beta2' | 'eps' | 'weightDecay'>
> = {
  momentum: 'momentum',
  alpha: 'alpha',
  beta1: 'beta1',
  beta2: 'beta2',
  eps: 'eps',
  weight_decay: 'weightDecay',
}

function readOptimizer(file: ReferenceFile): OptimizerSettings {
  const named = file.choice('optimizer', Object.keys(optimizersByName) as (keyof typeof optimizersByName)[])
  const name = optimizersByName[named]
  const options: Record<string, number> = { lr: file.positive('lr') }
  for (const pair of file.text('optimizer_options').split(',')) {
    const [key, value = ''] = pair.split('=')
    if (Object.hasOwn(fixedOptions, key) && fixedOptions[key].includes(value)) continue
    const number = value === '' ? NaN : Number(value)
    if (!Object.hasOwn(numericOptions, key) || !Number.isFinite(number)) {
      throw file.odd('optimizer_options', `known options, not ${showValue(pair)}`)
    }
    options[numericOptions[key]] = number
  }
  const parsed = optimizerSchema.safeParse({ name, ...options })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]
  throw new FormatError(`optimizer ${path.join('.')}: ${message}`)
}
