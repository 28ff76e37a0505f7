import { defaultExperiment } from '../../core/experiment/defaults'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import type { Sample } from '../../core/contract/run'
import type { WorkerReport, WorkerStart } from './messages'
import type { Surroundings, Trainable } from './session'
import { startSession } from './session'

const oneStep: Omit<Sample, 'update'> = {
  seqLen: 1,
  inputSize: 1,
  outputSize: 1,
  loss: 'mse',
  input: new Float64Array(1),
  target: new Float64Array(1),
  prediction: new Float64Array(1),
}

/** An observation that says which views it holds, and before which update the weights were kept. */
function pictureOf(update: number, views: readonly ViewName[], kept: number): Observation {
  const shown = Object.fromEntries(viewNames.map((view) => [view, views.includes(view) ? { kept } : null]))
  return { update, ...shown } as unknown as Observation
}
export const shownIn = (observation: Observation) => viewNames.filter((view) => observation[view] !== null)

/** A thread whose clock moves only while an update is made or a timer is waited for. */
export function setUp(
  settings: Partial<WorkerStart> = {},
  {
    msPerUpdate = 1,
    updates = Infinity,
    msPerView = 0,
    msPerNote = 0,
    divergesAt = Infinity,
    isTooLarge = false,
  } = {},
) {
  let now = 0
  let made = 0
  let rests = 0
  /** Whether the trainer is in the past, where nothing but a look may touch it. */
  let isAway = false
  /** Updates that were made when notes were taken. */
  const notes: number[] = []
  const tunings: unknown[] = []
  const reports: WorkerReport[] = []
  const queue: { at: number; callback: () => void }[] = []
  /** The update that the weights were kept before. */
  let kept = -1
  function stayHere(): void {
    if (isAway) throw new Error('the trainer is in the past')
  }
  const observer: Trainable['observer'] = {
    before: () => void (kept = made),
    observe(views, done) {
      stayHere()
      for (const view of views) {
        now += msPerView
        done?.(view)
      }
      return pictureOf(made - 1, views, kept)
    },
    observeDivergence: (views, { update }) => [pictureOf(update, views, kept)],
  }
  const trainer: Trainable = {
    observer,
    startTrace() {
      if (isTooLarge) throw new RangeError('too large')
      const first = made
      return { finish: () => ({ update: made - 1, made: made - first }) as never }
    },
    rewind: {
      note() {
        stayHere()
        notes.push(made)
        now += msPerNote
      },
      *open(update, hasDiverged = false) {
        if (update > made || (update === made && !hasDiverged)) throw new RangeError('not made')
        isAway = true
        try {
          for (let at = notes.findLast((note) => note <= update)!; at < update; at++) {
            now += msPerUpdate
            yield
          }
          return { update, failed: update === made } as never
        } finally {
          isAway = false
        }
      },
    },
    numParameters: 12,
    baseline: 0.25,
    updates: {
      next() {
        stayHere()
        if (made === updates) {
          const end = { update: made, loss: 0, clippedShare: 0.5 }
          return { done: true, value: { status: 'done', reason: 'updates', ...end } }
        }
        if (made === divergesAt) {
          const divergence = { update: made, tensor: 'loss', step: null, value: 'NaN' }
          const end = { update: made, loss: 0, clippedShare: 0.5, divergence }
          return { done: true, value: { status: 'diverged', reason: 'divergence', ...end } }
        }
        now += msPerUpdate
        const loss = 1 / ++made
        const clipped = made % 2 === 0
        return { value: { update: made - 1, loss, gradNorm: 2, gradNormClipped: 1, clipped, lr: 0.1 } }
      },
    },
    isOver: () => made === updates,
    tune(tuning) {
      stayHere()
      tunings.push({ ...tuning, update: made })
      return [{ update: made, field: 'optimizer.lr', from: 0.1, to: tuning.lr ?? 0 }]
    },
    sample: () => ({ update: made - 1, ...oneStep }),
  }
  const around: Surroundings = {
    now: () => now,
    soon: (callback) => void queue.push({ at: now, callback }),
    later(callback, ms) {
      const timer = { at: now + ms, callback }
      queue.push(timer)
      return () => void queue.splice(queue.indexOf(timer), 1)
    },
    post: (report) => void reports.push(report),
    rest: () => void rests++,
  }
  const asked = { speed: null, paused: false, watched: false, views: [] }
  const start = { experiment: defaultExperiment(), ...asked, ...settings }
  const session = startSession(trainer, start, around)

  /** Runs callbacks until that time, or until there are none. */
  function advance(until: number): void {
    for (;;) {
      const next = queue.reduce<(typeof queue)[number] | undefined>(
        (first, entry) => (!first || entry.at < first.at ? entry : first),
        undefined,
      )
      if (!next || Math.max(next.at, now) >= until) break
      now = Math.max(now, next.at)
      queue.splice(queue.indexOf(next), 1)
      next.callback()
    }
    now = Math.max(now, until)
  }
  const of = <T extends WorkerReport['type']>(type: T) =>
    reports.filter((report): report is Extract<WorkerReport, { type: T }> => report.type === type)
  return {
    session,
    advance,
    reports,
    of,
    tunings,
    made: () => made,
    now: () => now,
    notes,
    rests: () => rests,
  }
}
