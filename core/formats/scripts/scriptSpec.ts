import type { ModelSettings } from '../../experiment/experiment'
import type { LossName } from '../../kinds/losses'

/** What a script that computes one update has to know: it holds no more code than this asks for. */
export interface ScriptSpec {
  /** Sentences that say which run and update it is, and where its numbers come from. */
  readonly about: readonly string[]
  readonly model: Pick<
    ModelSettings,
    | 'cell'
    | 'nonlinearity'
    | 'gruVariant'
    | 'residualScale'
    | 'hiddenSize'
    | 'numLayers'
    | 'bias'
    | 'bidirectional'
    | 'embeddingSize'
    | 'dropout'
    | 'learnInitialState'
  >
  readonly inputSize: number
  readonly outputSize: number
  /** Steps and sequences that the update sees. */
  readonly seqLen: number
  readonly batch: number
  readonly loss: LossName
  /** The steps, from 0, that the loss looks at, rising. */
  readonly supervised: readonly number[]
  /** Whether the batch goes on from a state, `h0` (and `c0`), as truncated BPTT does; else it begins at 0. */
  readonly hasInitialState: boolean
  /** Whether weights and batch are float32, to be widened. */
  readonly isFloat32: boolean
  readonly expected: { readonly loss: number; readonly gradNorm: number }
}

/**
 * Whether the batch begins at the state that is learned: one that goes on from the window before does not.
 */
export const beginsLearned = ({ model, hasInitialState }: ScriptSpec) =>
  model.learnInitialState && !hasInitialState

/** Whether layers are begun at states that are handed to them, rather than at 0. */
export const hasStart = (spec: ScriptSpec) => spec.hasInitialState || spec.model.learnInitialState

/** The numbers that the lowest layer reads of every step. */
export const widthOf = ({ model, inputSize }: ScriptSpec) => model.embeddingSize ?? inputSize

/** The name of the script in its folder, beside `weights.npz` and `batch.npz`. */
export const SCRIPT_NAME = 'update.py'

/** The most that loss and gradient norm may differ, relative to numbers above 1. */
export const TOLERANCE = '1e-9'
