import { choice, flag, integer, number, optionalInteger, optionalNumber, requiredChoice } from './fields'
import { taskSchema } from './task'
import { z } from './zod'

export const cellNames = ['rnn', 'residual', 'gru', 'lstm'] as const
export type CellName = (typeof cellNames)[number]

const SEED = { min: 0, max: 2 ** 32 - 1 }
const RATE = { min: 1e-9, max: 1000 }

export const modelSchema = z.strictObject({
  cell: requiredChoice(cellNames),
  nonlinearity: choice(['tanh', 'relu'], 'tanh', { when: { 'model.cell': ['rnn'] } }),
  gruVariant: choice(['resetAfter', 'resetBefore'], 'resetAfter', {
    when: { 'model.cell': ['gru'] },
    advanced: true,
  }),
  hiddenSize: integer({ min: 1, max: 1024, default: 32 }, { unit: 'units', scale: 'log' }),
  numLayers: integer({ min: 1, max: 8, default: 1 }, { unit: 'layers' }),
  bias: flag(true, { advanced: true }),
  bidirectional: flag(false, { when: { 'model.cell': ['rnn', 'gru', 'lstm'] }, advanced: true }),
  init: choice(['pytorch', 'orthogonal', 'glorot', 'identity'], 'orthogonal'),
  initGain: number(
    { min: 0, max: 10, default: 1 },
    { when: { 'model.init': ['orthogonal', 'glorot', 'identity'] }, advanced: true },
  ),
  forgetBias: number({ min: -10, max: 10, default: 1 }, { when: { 'model.cell': ['lstm'] } }),
})

export const optimizerSchema = z.strictObject({
  name: choice(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], 'adam'),
  lr: number({ ...RATE, default: 0.005 }, { scale: 'log' }),
  momentum: number(
    { min: 0, max: 0.9999, default: 0.9 },
    { when: { 'optimizer.name': ['momentum', 'nesterov'] }, advanced: true },
  ),
  alpha: number(
    { min: 0, max: 0.9999, default: 0.99 },
    { when: { 'optimizer.name': ['rmsprop'] }, advanced: true },
  ),
  beta1: number(
    { min: 0, max: 0.9999, default: 0.9 },
    { when: { 'optimizer.name': ['adam', 'adamw'] }, advanced: true },
  ),
  beta2: number(
    { min: 0, max: 0.99999, default: 0.999 },
    { when: { 'optimizer.name': ['adam', 'adamw'] }, advanced: true },
  ),
  eps: number(
    { min: 1e-16, max: 1, default: 1e-8 },
    { when: { 'optimizer.name': ['rmsprop', 'adam', 'adamw'] }, scale: 'log', advanced: true },
  ),
  weightDecay: optionalNumber({ min: 0, max: 10 }, { advanced: true }),
  schedule: choice(['constant', 'step', 'cosine'], 'constant', { advanced: true }),
  stepSize: integer(
    { min: 1, max: 10_000_000, default: 500 },
    { when: { 'optimizer.schedule': ['step'] }, unit: 'updates', advanced: true },
  ),
  gamma: number(
    { min: 0, max: 1, default: 0.1 },
    { when: { 'optimizer.schedule': ['step'] }, advanced: true },
  ),
  minLr: number(
    { min: 0, max: 1000, default: 0 },
    { when: { 'optimizer.schedule': ['cosine'] }, advanced: true },
  ),
  warmup: integer({ min: 0, max: 1_000_000, default: 0 }, { unit: 'updates', advanced: true }),
})

export const clipSchema = z.strictObject({
  mode: choice(['none', 'norm', 'value', 'step'], 'norm'),
  threshold: number(
    { min: 1e-6, max: 1e6, default: 1 },
    { when: { 'clip.mode': ['norm', 'value', 'step'] }, scale: 'log' },
  ),
})

export const stopSchema = z.strictObject({
  loss: optionalNumber({ min: 0, max: 1e6 }, { advanced: true }),
  patience: optionalInteger({ min: 1, max: 10_000_000 }, { unit: 'updates', advanced: true }),
  seconds: optionalNumber({ min: 0.1, max: 1e6 }, { unit: 'seconds', advanced: true }),
})

export const trainSchema = z.strictObject({
  batch: integer({ min: 1, max: 1024, default: 32 }, { unit: 'sequences', scale: 'log' }),
  updates: integer({ min: 1, max: 10_000_000, default: 2000 }, { unit: 'updates', scale: 'log' }),
  tbptt: optionalInteger({ min: 1, max: 1000 }, { unit: 'steps', advanced: true }),
  dtype: choice(['float64', 'float32'], 'float64', { advanced: true }),
  /** Null: as many as pay. The numbers are the same with any. */
  threads: optionalInteger({ min: 1, max: 16 }, { when: { 'train.dtype': ['float32'] }, advanced: true }),
  seed: integer({ ...SEED, default: 0 }),
  initSeed: optionalInteger(SEED, { advanced: true }),
  dataSeed: optionalInteger(SEED, { advanced: true }),
  stop: stopSchema.prefault({}),
})

/** An experiment: all that determines a run. Every field but the task's and the cell's name has a default. */
export const experimentSchema = z.strictObject({
  task: taskSchema,
  model: modelSchema,
  optimizer: optimizerSchema.prefault({}),
  clip: clipSchema.prefault({}),
  train: trainSchema.prefault({}),
})

/** A complete experiment. @see experimentSchema */
export type Experiment = z.output<typeof experimentSchema>
/** An experiment as a person writes it, defaults left out. */
export type ExperimentInput = z.input<typeof experimentSchema>
export type ModelSettings = Experiment['model']
export type OptimizerSettings = Experiment['optimizer']
export type ClipSettings = Experiment['clip']
export type TrainSettings = Experiment['train']
export type Dtype = TrainSettings['dtype']

/** The two fields that may change while a run goes on. */
export const tunableFields = ['optimizer.lr', 'clip.threshold'] as const
export type TunableField = (typeof tunableFields)[number]
