import type { Experiment } from '../experiment/experiment'
import type { Floats } from '../math/floats'
import type { RandomState } from '../math/random'
import { createRandom, deriveSeed } from '../math/random'
import type { Model } from '../nn/model'
import type { BoundTask } from '../tasks/bind'
import type { TaskBatch } from '../tasks/task'
import { createBatch } from './createBatch'
import type { BpttWindow } from './bpttWindow'
import { cutWindows } from './bpttWindow'

/** Where a stream stands: enough to go on with the same bits. */
export interface StreamState {
  /** The random numbers before the current batch was drawn. */
  readonly random: RandomState
  /** How many windows of the current batch were used; 0: nothing was drawn yet. */
  readonly position: number
  /** How many batches were drawn, the current one among them. */
  readonly batches: number
  /** The state at the end of the window before, where the next one carries it on. */
  readonly carried: { readonly h: Floats; readonly c: Floats | null } | null
}

/** The endless supply of training data of an experiment. */
export interface Stream {
  readonly batch: TaskBatch
  readonly windows: readonly BpttWindow[]
  /** The window of the newest update, or of the one that is being made. */
  readonly newest: BpttWindow
  /**
   * The next window with something to learn from; sets the model's initial state for it. Draws a new batch,
   * and starts from a zero state, when the last window of a batch is used up, unless the new one goes on where
   * the old one ended; otherwise the state at the end of the window before is carried on as a constant.
   */
  next(): BpttWindow
  /** Whether a state is carried into the next window of a stream that stands there. */
  carriesFrom(state: Pick<StreamState, 'position' | 'batches'>): boolean
  state(): StreamState
  restore(state: StreamState): void
}

/**
 * The data of an experiment, drawn from the stream `data` of its data seed (or seed).
 *
 * Truncated BPTT (`train.tbptt` = k) cuts each batch of sequences into windows of k steps. As users of
 * PyTorch do it (`h = h.detach()` between chunks), each window is an update of its own with a loss of its
 * own; the state runs on through the sequence, computed with the weights of the time, and no gradient flows
 * back over a cut. A new batch starts from zeros. A window without a supervised step has no loss and so no
 * update: it only runs forward, so that the next one starts where it should. Of a task that is only
 * asked at the end, say, just the last window of a batch is an update.
 */
export function createStream(
  { train }: Experiment,
  task: BoundTask,
  model: Pick<Model, 'forward' | 'carryState' | 'resetState' | 'finalState'>,
): Stream {
  const random = createRandom(deriveSeed(train.dataSeed ?? train.seed, 'data'))
  const batch = createBatch(task.shape, task.numSupervised, task.loss, train.batch, train.dtype)
  const windows = cutWindows(task, batch, train.tbptt ?? task.shape.seqLen, train.dtype)
  const beforeBatch = new Uint32Array(4)
  let position = 0
  let batches = 0
  const carriesFrom: Stream['carriesFrom'] = (at) =>
    at.position % windows.length > 0 || (at.batches > 0 && task.continues(batch.batch, at.batches))

  /** The batch before which so many were drawn. */
  function drawBatch(before: number): void {
    random.keepState(beforeBatch)
    task.generate(random, batch, { split: 'train', batches: before })
  }

  function advance(): BpttWindow {
    if (carriesFrom({ position, batches })) model.carryState()
    else model.resetState()
    if (position % windows.length === 0) {
      drawBatch(batches++)
      position = 0
    }
    return windows[position++]
  }

  return {
    batch,
    windows,
    carriesFrom,
    get newest() {
      return windows[(position - 1 + windows.length) % windows.length]
    },
    next() {
      let window = advance()
      while (window.numSupervised === 0) {
        model.forward(window.input, window.supervised)
        window = advance()
      }
      return window
    },
    state() {
      const { h, c } = model.finalState
      return {
        random: position === 0 ? random.state() : ([...beforeBatch] as unknown as RandomState),
        position,
        batches,
        carried: carriesFrom({ position, batches }) ? { h: h.slice(), c: c ? c.slice() : null } : null,
      }
    },
    restore(state) {
      random.restore(state.random)
      position = state.position
      // A file from before there were tasks that count them does not say.
      batches = Math.max(state.batches, position > 0 ? 1 : 0)
      if (position > 0) drawBatch(batches - 1)
      if (state.carried) model.finalState.h.set(state.carried.h)
      if (state.carried?.c) model.finalState.c?.set(state.carried.c)
    },
  }
}
