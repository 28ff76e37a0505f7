import type { Divergence } from '../contract/run'
import type { Cause } from './divergence'
import type { StopReason } from './progress'
import { advance, clippedShare, reasonToStop } from './progress'
import type { Trainer } from './trainer'

/** What is known of one update. */
export interface UpdateRecord {
  /** Counted from 0. */
  readonly update: number
  /** Before that update's step. */
  readonly loss: number
  /** Global norm of the gradient before and after clipping. */
  readonly gradNorm: number
  readonly gradNormClipped: number
  readonly clipped: boolean
  readonly lr: number
}

interface End {
  /** Updates made. */
  readonly update: number
  /** Loss of the last update made; NaN if there was none. */
  readonly loss: number
  /** Share of updates whose gradient was clipped, 0 to 1. */
  readonly clippedShare: number
}

/** How a run ended. */
export type EndRecord = End &
  (
    | { readonly status: 'done'; readonly reason: StopReason }
    | { readonly status: 'diverged'; readonly reason: 'divergence'; readonly divergence: Divergence }
  )

export interface TrainOptions {
  /** A clock in milliseconds, for the stop rule `seconds`. @default time stands still */
  readonly now?: () => number
}

/**
 * Trains until a stop rule holds or the arithmetic diverges; yields after every update. The caller decides
 * when the next one is made, and may tune the trainer before it. Nothing in here depends on time but the stop
 * rule `seconds`, which counts the time spent inside updates.
 *
 * It ends as `diverged` at the first number that is NaN or infinite in scores, loss, gradients or their norm,
 * or in what the step would have made of the parameters (a loss or norm beyond float32's range counts as
 * infinite); that update is not applied, so the trainer keeps the last good parameters. A trainer that has
 * made updates goes on from there.
 */
export function* train(
  trainer: Trainer,
  { now = () => 0 }: TrainOptions = {},
): Generator<UpdateRecord, EndRecord, undefined> {
  const { progress, norms } = trainer
  const settings = trainer.experiment.train

  const end = (): End => ({
    update: progress.update,
    loss: progress.loss,
    clippedShare: clippedShare(progress),
  })
  const diverged = (cause: Cause): EndRecord => ({
    status: 'diverged',
    reason: 'divergence',
    ...end(),
    divergence: { update: progress.update, ...cause },
  })

  for (;;) {
    const reason = reasonToStop(progress, settings)
    if (reason) return { status: 'done', reason, ...end() }

    const start = now()
    const { update } = progress
    const lr = trainer.learningRate()
    const window = trainer.nextWindow()

    const loss = trainer.forward(window)
    const badForward = trainer.forwardCause(window, loss)
    if (badForward) return diverged(badForward)

    trainer.backward(window)
    const badBackward = trainer.backwardCause(window)
    if (badBackward) return diverged(badBackward)

    const badStep = trainer.step(lr)
    if (badStep) return diverged(badStep)

    advance(progress, loss, norms.isClipped, (now() - start) / 1000)
    yield {
      update,
      loss,
      gradNorm: norms.normBefore,
      gradNormClipped: norms.normAfter,
      clipped: norms.isClipped,
      lr,
    }
  }
}
