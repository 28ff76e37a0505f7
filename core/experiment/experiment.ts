import type { Inputs, Values } from '../fields/field'
import {
  choice,
  flag,
  integer,
  number,
  optionalInteger,
  optionalNumber,
  requiredChoice,
} from '../fields/field'
import { cellNames, cellsWith } from '../kinds/cells'
import type { TaskName, TaskSettings, tasks } from '../tasks/registry'
import { tasksWithOutput } from '../tasks/registry'

/*
 * What an experiment is made of, as plain data and types. `schema.ts` has the schemas that are made of it;
 * the settings of a task stand with the task.
 */

const SEED = { min: 0, max: 2 ** 32 - 1 }
const RATE = { min: 1e-9, max: 1000 }

export const modelFields = {
  cell: requiredChoice(cellNames),
  nonlinearity: choice(['tanh', 'relu'], 'tanh', { when: { 'model.cell': cellsWith('nonlinearity') } }),
  gruVariant: choice(['resetAfter', 'resetBefore'], 'resetAfter', {
    when: { 'model.cell': cellsWith('gruVariant') },
    advanced: true,
  }),
  hiddenSize: integer({ min: 1, max: 1024, default: 32 }, { unit: 'units', scale: 'log' }),
  numLayers: integer({ min: 1, max: 8, default: 1 }, { unit: 'layers' }),
  bias: flag(true, { advanced: true }),
  bidirectional: flag(false, { when: { 'model.cell': cellsWith('bidirectional') }, advanced: true }),
  init: choice(['pytorch', 'orthogonal', 'glorot', 'identity'], 'orthogonal'),
  initGain: number(
    { min: 0, max: 10, default: 1 },
    { when: { 'model.init': ['orthogonal', 'glorot', 'identity'] }, advanced: true },
  ),
  forgetBias: number({ min: -10, max: 10, default: 1 }, { when: { 'model.cell': cellsWith('forgetBias') } }),
  residualScale: number(
    { min: 0, max: 10, default: 1 },
    { when: { 'model.cell': cellsWith('residualScale') } },
  ),
  /** Null: the cells read the task's input as it is, symbols one-hot. */
  embeddingSize: optionalInteger({ min: 1, max: 1024 }, { unit: 'units', advanced: true }),
  /** The share of a layer's outputs that the layer above does not see in an update. */
  dropout: number({ min: 0, max: 0.95, default: 0 }, { advanced: true }),
  learnInitialState: flag(false, { advanced: true }),
}

export const optimizerFields = {
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
}

export const clipFields = {
  mode: choice(['none', 'norm', 'value', 'step'], 'norm'),
  threshold: number(
    { min: 1e-6, max: 1e6, default: 1 },
    { when: { 'clip.mode': ['norm', 'value', 'step'] }, scale: 'log' },
  ),
}

export const trainFields = {
  batch: integer({ min: 1, max: 1024, default: 32 }, { unit: 'sequences', scale: 'log' }),
  updates: integer({ min: 1, max: 10_000_000, default: 2000 }, { unit: 'updates', scale: 'log' }),
  tbptt: optionalInteger({ min: 1, max: 1000 }, { unit: 'steps', advanced: true }),
  dtype: choice(['float64', 'float32'], 'float64', { advanced: true }),
  /** Null: as many as pay. The numbers are the same with any. */
  threads: optionalInteger({ min: 1, max: 16 }, { advanced: true }),
  seed: integer({ ...SEED, default: 0 }),
  initSeed: optionalInteger(SEED, { advanced: true }),
  dataSeed: optionalInteger(SEED, { advanced: true }),
}

export const stopFields = {
  loss: optionalNumber({ min: 0, max: 1e6 }, { advanced: true }),
  patience: optionalInteger({ min: 1, max: 10_000_000 }, { unit: 'updates', advanced: true }),
  seconds: optionalNumber({ min: 0.1, max: 1e6 }, { unit: 'seconds', advanced: true }),
}

export const evaluationFields = {
  /** Null: see `evaluateEvery`. */
  every: optionalInteger({ min: 1, max: 10_000_000 }, { unit: 'updates', advanced: true }),
  /** Held-out sequences of the trained length; half as many of each greater length. 0: no evaluation. */
  sequences: integer({ min: 0, max: 4096, default: 64 }, { unit: 'sequences', advanced: true }),
  /** Sequences are tested up to so many times as long as those that are trained: 2, 4, 8, ... times. */
  longest: integer({ min: 1, max: 16, default: 4 }, { advanced: true }),
  seed: integer({ ...SEED, default: 0 }, { advanced: true }),
  /** Null: see `outputSchedule`. */
  outputEvery: optionalInteger(
    { min: 1, max: 10_000_000 },
    {
      when: { 'task.name': tasksWithOutput, 'model.bidirectional': [false] },
      unit: 'updates',
      advanced: true,
    },
  ),
}

export type ModelSettings = Values<typeof modelFields>
export type OptimizerSettings = Values<typeof optimizerFields>
export type ClipSettings = Values<typeof clipFields>
export type TrainSettings = Values<typeof trainFields> & { stop: Values<typeof stopFields> }
export type EvaluationSettings = Values<typeof evaluationFields>
export type Dtype = TrainSettings['dtype']

/** An experiment: all that determines a run. */
export interface Experiment {
  task: TaskSettings
  model: ModelSettings
  optimizer: OptimizerSettings
  clip: ClipSettings
  train: TrainSettings
  evaluation: EvaluationSettings
}

type TaskInput = {
  [N in TaskName]: { name: N } & Inputs<(typeof tasks)[N]['settings']>
}[TaskName]

/** An experiment as a person writes it: every field but the task's and the cell's name has a default. */
export interface ExperimentInput {
  task: TaskInput
  model: Inputs<typeof modelFields>
  optimizer?: Inputs<typeof optimizerFields> | undefined
  clip?: Inputs<typeof clipFields> | undefined
  train?: (Inputs<typeof trainFields> & { stop?: Inputs<typeof stopFields> | undefined }) | undefined
  evaluation?: Inputs<typeof evaluationFields> | undefined
}

/** The two fields that may change while a run goes on. */
export const tunableFields = ['optimizer.lr', 'clip.threshold'] as const
export type TunableField = (typeof tunableFields)[number]
