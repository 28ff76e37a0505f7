/** One way out of a state of a grammar: with which symbol, to which state, how often. */
export interface GrammarWay {
  readonly symbol: number
  readonly to: number
  readonly probability: number
}

/**
 * A grammar that writes strings, one after the other. It begins in state 0; an end has the ways of state 0,
 * since the next string begins there.
 */
export interface OwnGrammar {
  readonly kind: 'grammar'
  readonly states: readonly string[]
  /** By state; the symbols of one state differ, the probabilities sum to 1. */
  readonly ways: readonly (readonly GrammarWay[])[]
  /** The answer in each state, a class; null where the next symbol is asked for. */
  readonly answers: readonly number[] | null
}

/** Sequences that are listed, all of one length. */
export interface OwnSequences {
  readonly kind: 'sequences'
  readonly count: number
  /** Of each the probability to be drawn; they sum to 1. */
  readonly probabilities: Float64Array
  /** (count, T, W): indices of symbols with W = 1, or W values a step. */
  readonly inputs: Float64Array
  /** (count, S, V): classes with V = 1, or V values a supervised step. */
  readonly targets: Float64Array
  /** Of each whether it is held out, 0 or 1. */
  readonly heldOut: Uint8Array
}

/** A task of a person's own, as a file describes it. */
export interface OwnTask {
  readonly kind: 'task'
  readonly title: string | null
  readonly note: string | null
  /** Whether a step is a symbol and an answer a class, not a row of numbers. */
  readonly isOfSymbols: boolean
  /** What is asked for: the step that comes next, or an answer that is given. */
  readonly target: 'next' | 'answer'
  /** At each step, or after the last one alone. */
  readonly at: 'each' | 'end'
  /** T, unless the experiment says otherwise. */
  readonly seqLen: number
  /** Symbols, or columns of numbers. */
  readonly inputs: readonly string[]
  /** Classes, or columns of numbers. */
  readonly outputs: readonly string[]
  readonly source: OwnGrammar | OwnSequences
}
