import type { Fields, Values } from '../fields/field'
import type { ProblemCode, ProblemParams } from '../fields/problem'
import type { Baseline, LossName } from '../kinds/losses'
import type { Floats } from '../math/floats'
import type { DataReading } from '../data/reading'
import type { OwnSeries } from '../data/series'
import type { OwnTask } from '../data/task'
import type { Vocabulary } from '../data/text'
import type { Random } from '../math/random'

/*
 * Shape letters of this folder: T steps, B batch, I input size, O output size (classes, or values a step),
 * S supervised steps: those at which the loss looks. All tensors are row-major, time first.
 */

export interface TaskShape {
  readonly seqLen: number
  readonly inputSize: number
  readonly outputSize: number
}

/** Buffers that a task fills; `createBatch` makes them. */
export interface TaskBatch {
  /** Sequences, B. */
  readonly batch: number
  /** (T, B, I) */
  readonly input: Floats
  /** Class indices, (S, B); empty for a task with values. */
  readonly classes: Int32Array
  /** Target values, (S, B, O); empty for a task with classes. */
  readonly values: Floats
}

/** Which data a batch is drawn from, and how many batches were drawn from it before. */
export interface Draw {
  readonly split: 'train' | 'validation'
  readonly batches: number
}

/** What is wrong with a setting beside the others, each of which may be fine by itself. */
export interface SettingProblem {
  /** The setting's name, such as `delay`. */
  readonly setting: string
  readonly code: ProblemCode
  readonly params: ProblemParams
}

/**
 * How a sequence is shown: as a row of symbols for input, target and prediction; as curves of values over
 * time; or as numbers, two of which are marked, beside a scale from 0 to 2 for the sum of the two.
 */
export type SampleViewKind = 'symbols' | 'curves' | 'markedSum'

/** How a column was scaled: x = mean + std * what the network has. */
export interface Scale {
  readonly name: string
  readonly mean: number
  readonly std: number
}

/** A column as a network reads it: how far it lies from its mean, in standard deviations. */
export interface ScaledColumn extends Scale {
  readonly values: Float64Array
}

/** A series of which a network says what comes `horizon` rows later, in all its length. */
export interface WholeSeries {
  /** What the network reads of each row, and what it says; a column that is both is the same object. */
  readonly inputs: readonly ScaledColumn[]
  readonly targets: readonly ScaledColumn[]
  readonly numRows: number
  /** Rows from 0 up to here are trained on; all where none are held out. */
  readonly numTrained: number
  readonly seqLen: number
  readonly horizon: number
  /** Rows after which it comes again, where that is known. */
  readonly season: number | null
}

/**
 * Where sequences come from: each is made anew; or they are of a person's own data, some of which are held out, or
 * none.
 */
export type Supply = 'fresh' | 'parted' | 'whole'

/** A guesser that needs no network, and what it loses. */
export interface NamedBaseline extends Baseline {
  readonly name: BaselineName
}
export type BaselineName = 'uniform' | 'bigram' | 'persistence' | 'mean' | 'seasonal'

/** The best last. */
export function byLoss(baselines: readonly NamedBaseline[]): NamedBaseline[] {
  return [...baselines].sort((one, other) => other.loss - one.loss)
}

/** What an input channel that means something by itself can be. */
export type ChannelName = 'value' | 'mark'

/** Which answers tell more than all together: those that close a bracket, or repeat the outer symbol. */
export type FocusName = 'closing' | 'outer'

/** Answers that tell by themselves whether the network remembers what has to be remembered. */
export interface Focus<F extends Fields = Fields> {
  readonly name: FocusName
  /**
   * The classes among which the answer is sought at each step of one sequence, (T, I) with its targets (T), to
   * (T) lists: empty where a step is not one of them.
   */
  among(
    settings: Values<F>,
    input: ArrayLike<number>,
    targets: ArrayLike<number>,
  ): readonly (readonly number[])[]
}

/**
 * What a network can be asked to learn, complete: its name is its key in the registry, and everything else
 * that is known of it stands here, but for its words in the window's languages. `F` are its settings.
 */
export interface Task<F extends Fields = Fields> {
  /** What can be set, in the order of the form. */
  readonly settings: F
  /** Where it depends on the settings, `lossOf` tells. */
  readonly loss: LossName | ((settings: Values<F>) => LossName)
  /** Where it depends on the settings, `sampleViewOf` tells. */
  readonly sampleView: SampleViewKind | ((settings: Values<F>) => SampleViewKind)
  /** What the settings together do wrong. @default nothing */
  problems?(settings: Values<F>): SettingProblem[]
  /**
   * The input's channels where each means something by itself, the one that has to be remembered first.
   * @default all together are one symbol or value
   */
  readonly channels?: readonly ChannelName[]
  shape(settings: Values<F>): TaskShape
  /** (T): 1 at the steps that the loss looks at, 0 elsewhere. */
  supervised(settings: Values<F>): Uint8Array
  /**
   * Expected loss of the best guesser that needs no learning: the number to beat, with these settings'
   * formula; with the guesser's name where the task knows several.
   */
  baseline(settings: Values<F>): Baseline & { readonly name?: BaselineName }
  /**
   * Expected loss that no network goes below, however well it has learned: of what is random in the answers,
   * with these settings' formula. It may lie below the least that is possible, never above it.
   * @default 0: everything that is asked for follows from the input
   */
  floor?(settings: Values<F>): Baseline
  /** The task's own goal, see `SOLVED_AT`. @default that one */
  readonly solvedAt?: number
  /**
   * Overwrites every element of `batch` with fresh sequences. A task that makes its own data draws from the
   * same distribution whatever the split: other random numbers are other data. A person's own data are parted.
   */
  generate(settings: Values<F>, random: Random, batch: TaskBatch, draw: Draw): void
  /**
   * The loss of other guessers that need no network, by their names, the best last: further lines to beat.
   * @default none
   */
  baselines?(settings: Values<F>): NamedBaseline[]
  /**
   * Of a task whose batches can go on where those before them ended, so that the state is carried on: whether
   * that one does before which `batches` were drawn, of so many sequences each. @default no batch does
   */
  continues?(settings: Values<F>, numSequences: number, batches: number): boolean
  /** The setting that says whether `continues` ever holds, and whether it does. */
  carries?(settings: Values<F>): string | null
  /**
   * Of a task on the characters of a text: which there are. Its loss is then also told as perplexity and in
   * bits per character, and what it has learned can write.
   */
  vocabulary?(settings: Values<F>): Vocabulary
  /**
   * Of a task that asks for the symbol that comes next, so that a network can go on by itself: what the
   * symbols are called, and the one that a sequence begins with. Null where something else is asked for.
   */
  writes?(settings: Values<F>): { readonly names: readonly string[]; readonly begin: number } | null
  /** Of a task on columns of a table: all that it holds. */
  table?(settings: Values<F>): OwnSeries
  /** Of a task on columns of a table: how each was scaled, so that it is shown as it was. */
  scales?(settings: Values<F>): { readonly inputs: readonly Scale[]; readonly targets: readonly Scale[] }
  /** Of a task on stretches of one series: the series itself. */
  series?(settings: Values<F>): WholeSeries
  /** Which of a person's own data the settings name; null where they need none. @default none */
  data?(settings: Values<F>): DataReading | null
  /** Of a task that a file describes: what stands in it. */
  described?(settings: Values<F>): OwnTask
  /** @default fresh */
  supply?(settings: Values<F>): Supply
  /**
   * The steps of one sequence, (T, I), from 0 and in order, that its answers depend on in full: what a
   * network has to remember. Empty where the answer follows from the latest steps.
   */
  remembered(settings: Values<F>, input: ArrayLike<number>): number[]
  /**
   * The most steps that can lie between an input and the answer whose loss has to reach it: how far a
   * gradient must come back for the task to be learnt.
   */
  lag(settings: Values<F>): number
  /**
   * The classes that can come at each step of one sequence, (T, I) to (T) lists: where several can, naming
   * any of them is right, and the target is but the one that was drawn. @default the target alone
   */
  legal?(settings: Values<F>, input: ArrayLike<number>): readonly (readonly number[])[]
  /** Whether `legal` is to be asked with these settings. @default always, where there is one */
  isOpen?(settings: Values<F>): boolean
  /** Answers whose accuracy is told by itself. @default none */
  readonly focus?: Focus<F>
  /**
   * The same rule over sequences of so many steps, for a network that was trained with these settings; null
   * where there are none of that length. Where counting is asked for, what has to be counted grows with it.
   * @default the setting `seqLen` is changed
   */
  atLength?(settings: Values<F>, seqLen: number): Values<F> | null
  /** What an input symbol is called, by its one-hot position or its value. @default its index */
  inputSymbol?(settings: Values<F>, index: number): string
  /** What a class is called. @default what the input symbol of the same index is called */
  classSymbol?(settings: Values<F>, index: number): string
}

/** A task as it is written down: its settings' types follow from `settings`. */
export function defineTask<const F extends Fields>(task: Task<F>): Task<F> {
  return task
}
