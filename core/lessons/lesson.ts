import type { HomeworkPart } from '../contract/homeworkParts'
import type { Probe } from './probe'

/*
 * A lesson: one file that a teacher writes, as it stands after reading. Texts are Markdown with formulas
 * between dollars; nothing in them is looked at here.
 */

/** A value that a check or an answer is held against: a number, a word, or a multiple of the baseline. */
export type Bound = number | string

/** How far from the answer a prediction may lie. */
export interface Tolerance {
  readonly absolute?: number | undefined
  /** As a share of the answer. */
  readonly relative?: number | undefined
  /** Powers of ten. */
  readonly decades?: number | undefined
}

/** What a document changes in an experiment: values by dotted paths. */
export type Changes = Readonly<Record<string, number | string | boolean | null>>

/** Settings changed while a run trains, after so many updates. */
export interface LessonTuning {
  readonly update: number
  readonly 'optimizer.lr'?: number | undefined
  readonly 'clip.threshold'?: number | undefined
}

/** What a learner would have to do for a check to be met. */
export interface Solution {
  /** In the experiment of the run. */
  readonly changes?: Changes | undefined
  /** In their order. */
  readonly tuning?: readonly LessonTuning[] | undefined
  /** What is opened, as `microscope/backward/3`. */
  readonly visits?: readonly string[] | undefined
}

interface Placed {
  /** In its file, from 1. */
  readonly line: number
}

export interface Prose extends Placed {
  readonly kind: 'prose'
  readonly markdown: string
}

/** A training run of the learner's own. */
export interface RunBlock extends Placed {
  readonly kind: 'run'
  readonly id: string
  /** Complete in itself, or what changes against the run that `of` names. */
  readonly experiment?: Readonly<Record<string, unknown>> | undefined
  readonly changes?: Changes | undefined
  /** @default the run before it */
  readonly of?: string | undefined
  /** `learner`: the number of the learner's seat, so that neighbours see different curves. */
  readonly seed: 'learner' | number
  /** Updates a second; as fast as possible where it is left out. */
  readonly speed?: number | undefined
  /** A second run beside it, which differs in this alone. */
  readonly twin?: Changes | undefined
}

export const figureViews = [
  'loss',
  'gradNorm',
  'flow',
  'contributions',
  'parameters',
  'jacobian',
  'spectrum',
  'gates',
  'histograms',
  'states',
  'trajectory',
  'sample',
  'microscope',
  'verify',
] as const

export interface FigureBlock extends Placed {
  readonly kind: 'figure'
  readonly view: (typeof figureViews)[number]
  /** @default the run before it */
  readonly run?: string | undefined
  /** A time step, from 1. */
  readonly t?: number | undefined
  /** Of `verify`: which of the homework's tests. @default part4 */
  readonly part?: HomeworkPart | undefined
}

/** Of the value that a run is asked for: which of its updates. */
export interface Moment {
  /**
   * start: after the first update; end: after the last one; any, always: at some or at all of the updates
   * between `after` and `before`.
   */
  readonly when: 'start' | 'end' | 'any' | 'always'
  /** Updates made, more than that. */
  readonly after?: number | undefined
  /** Updates made, fewer than that. */
  readonly before?: number | undefined
}

export interface PredictBlock extends Placed, Partial<Moment> {
  readonly kind: 'predict'
  readonly id: string
  readonly type: 'number' | 'powerOfTen' | 'choice' | 'order'
  readonly ask: string
  /**
   * Of a number: the answer, or nothing where the run's own value is. Of options: which, from 0; in which
   * order.
   */
  readonly answer?: number | readonly number[] | undefined
  /** What the run really did: read after the prediction, and shown beside it. */
  readonly probe?: Probe | undefined
  readonly run?: string | undefined
  readonly within?: Tolerance | undefined
  readonly options?: readonly string[] | undefined
  readonly right?: string | undefined
  readonly wrong?: string | undefined
}

export interface ChoiceBlock extends Placed {
  readonly kind: 'choice'
  readonly id: string
  readonly ask: string
  readonly options: readonly {
    readonly text: string
    readonly right?: boolean | undefined
    /** Why it is right or wrong. */
    readonly because: string
  }[]
}

export interface CheckBlock extends Placed, Moment {
  readonly kind: 'check'
  readonly id: string
  readonly probe: Probe
  readonly run?: string | undefined
  readonly atMost?: Bound | undefined
  readonly atLeast?: Bound | undefined
  readonly above?: Bound | undefined
  readonly below?: Bound | undefined
  readonly between?: readonly [Bound, Bound] | undefined
  readonly is?: Bound | boolean | undefined
  readonly hint?: string | undefined
  readonly solution?: Solution | undefined
}

/** Source lines of the product, as they computed a figure. */
export interface CodeBlock extends Placed {
  readonly kind: 'code'
  /** `core/cells/rnn.ts#stepBackward` */
  readonly symbol: string
  /** Lines of it that are marked, from 1: first and last. */
  readonly mark?: readonly [number, number] | undefined
}

/** Free text for the report. */
export interface WriteBlock extends Placed {
  readonly kind: 'write'
  readonly id: string
  readonly ask: string
}

export type Question = PredictBlock | ChoiceBlock | WriteBlock | CheckBlock
export type Block = Prose | RunBlock | FigureBlock | CodeBlock | Question
export type BlockKind = Exclude<Block['kind'], 'prose'>

export interface Step extends Placed {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** What stands at the head of a lesson's file. */
export interface FrontMatter {
  readonly id: string
  /** Raised when what is asked changes; answers to what has not are kept. */
  readonly version: number
  readonly language: string
  readonly title: string
  readonly minutes: number
  /** Languages that the lesson is written in, its own first. */
  readonly languages: readonly string[]
  /** Chapter and equations of the book, by edition. */
  readonly book?: string | undefined
  /** Figures that the learner sees beside it. */
  readonly show?: readonly string[] | undefined
  /** Settings that the learner cannot change. */
  readonly lock?: readonly string[] | undefined
}

export interface Lesson extends FrontMatter {
  readonly steps: readonly Step[]
}

/** What is wrong with a lesson's file, and where. */
export interface LessonProblem extends Placed {
  /** Fit to be shown. */
  readonly text: string
}

/** A lesson of more steps is not one. */
export const MOST_STEPS = 200
/** Characters of a lesson's file. */
export const MOST_CHARACTERS = 1_000_000
