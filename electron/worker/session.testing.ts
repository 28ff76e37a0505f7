import { defaultExperiment } from '../../core/experiment/defaults'
import type { Writing } from '../../core/contract/outputs'
import { reason } from '../../core/contract/reasons'
import type { Output } from '../../core/evaluation/outputs'
import { USUAL_WRITING } from '../../core/evaluation/outputs'
import { WritingError } from '../../core/train/alphabet'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import type { Sample } from '../../core/contract/run'
import type { WorkerReport, WorkerStart } from './messages'
import type { Environment } from './environment'
import { startSession } from './session'
import type { Training } from './training'

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
function observationOf(update: number, views: readonly ViewName[], kept: number): Observation {
  const shown = Object.fromEntries(viewNames.map((view) => [view, views.includes(view) ? { kept } : null]))
  return { update, ...shown, evaluation: null, written: null, forecast: null } as unknown as Observation
}
function written(writing: Writing): Output {
  const columns = { probabilities: new Float64Array(), influence: new Float64Array(), reach: 0 }
  return { written: { writing, text: 'abc', ...columns }, forecast: null }
}

export const shownIn = (observation: Observation) => viewNames.filter((view) => observation[view] !== null)

/** A thread whose clock moves only while an update is made or a timer is waited for. */
export function setUp(
  settings: Partial<WorkerStart> = {},
  {
    msPerUpdate = 1,
    updates = Infinity,
    msPerView = 0,
    msPerCheckpoint = 0,
    divergesAt = Infinity,
    traceError = null as Error | null,
    msPerObservation = 0,
    evaluateEvery = null as number | null,
    msPerEvaluation = 0,
    makesEvery = null as number | null,
    viewsOfWeights = ['norms', 'jacobian', 'spectrum', 'histograms', 'memory'] as readonly ViewName[],
  } = {},
) {
  let now = 0
  let made = 0
  let releases = 0
  /**
   * Whether the trainer is at another update than its run, where nothing but the recomputation may touch it.
   */
  let isAway = false
  /** Updates that were made when checkpoints were kept. */
  const checkpoints: number[] = []
  const tunings: unknown[] = []
  const reports: WorkerReport[] = []
  const queue: { at: number; callback: () => void }[] = []
  /** The update that the weights were kept before. */
  let kept = -1
  /** The update that is made again, or null. */
  let revisited: number | null = null
  function requireHere(): void {
    if (isAway) throw new Error('the trainer is at another update')
  }
  const observer: Training['observer'] = {
    prepare: () => void (kept = revisited ?? made),
    needsWeights: (views) => views.some((view) => viewsOfWeights.includes(view)),
    observe(views, done) {
      requireHere()
      for (const view of views) {
        now += msPerView
        done?.(view)
      }
      now += msPerObservation
      return observationOf(revisited ?? made - 1, views, kept)
    },
    observeDivergence: (views, { update }) => [observationOf(update, views, kept)],
  }
  const training: Training = {
    evaluateEvery,
    evaluate() {
      requireHere()
      now += msPerEvaluation
      return { sets: [] }
    },
    outputs: {
      until: (updates) => (makesEvery === null ? Infinity : makesEvery - (updates % makesEvery)),
      isDue: (updates) => makesEvery !== null && updates % makesEvery === 0,
      make() {
        requireHere()
        return written(USUAL_WRITING)
      },
      write(asked) {
        requireHere()
        if (asked.prompt === '') return written(asked)
        throw new WritingError(reason('unreadCharacter', { character: asked.prompt }))
      },
    },
    observer,
    hasPasses: false,
    startTrace() {
      if (traceError) throw traceError
      const first = made
      return { finish: () => ({ update: made - 1, made: made - first }) as never }
    },
    replayer: {
      keepCheckpoint() {
        requireHere()
        checkpoints.push(made)
        now += msPerCheckpoint
      },
      *recompute(update, hasDiverged = false) {
        if (update > made || (update === made && !hasDiverged)) throw new RangeError('not made')
        isAway = true
        try {
          for (let at = checkpoints.findLast((kept) => kept <= update)!; at < update; at++) {
            now += msPerUpdate
            yield
          }
          return { update, failed: update === made } as never
        } finally {
          isAway = false
        }
      },
      *revisit(updates, most, { begin, before, after }) {
        if (updates.some((update) => update >= made)) throw new RangeError('not made')
        const visits = updates.slice(0, most)
        begin(visits.length)
        isAway = true
        try {
          for (const update of visits) {
            now += msPerUpdate
            isAway = false
            revisited = update
            before()
            after(update)
            revisited = null
            isAway = true
            yield
          }
        } finally {
          isAway = false
        }
      },
    },
    numParameters: 12,
    baseline: 0.25,
    progress: { update: 0 },
    checkpoint() {
      requireHere()
      return { update: made, bytes: new Uint8Array([made]) }
    },
    updates: {
      next() {
        requireHere()
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
      requireHere()
      tunings.push({ ...tuning, update: made })
      return [{ update: made, field: 'optimizer.lr', from: 0.1, to: tuning.lr ?? 0 }]
    },
    sample: () => ({ update: made - 1, ...oneStep }),
    releaseHelpers: () => void releases++,
  }
  const env: Environment = {
    now: () => now,
    defer: (callback) => void queue.push({ at: now, callback }),
    setTimer(callback, ms) {
      const timer = { at: now + ms, callback }
      queue.push(timer)
      return () => void queue.splice(queue.indexOf(timer), 1)
    },
    post: (report) => void reports.push(report),
  }
  const asked = { speed: null, paused: false, watched: false, views: [] }
  const start = { experiment: defaultExperiment(), ...asked, ...settings }
  const session = startSession(training, start, env)

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
    checkpoints,
    releases: () => releases,
    /** How many callbacks wait. */
    pending: () => queue.length,
  }
}
