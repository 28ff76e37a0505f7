import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import { readCheckpoint } from '../../core/train/checkpointFile'
import type { Observation } from '../../core/contract/observation'
import { smoothedLoss } from '../../core/train/progress'
import type { Run, RunListener } from '../runs/run'
import type { ReportOf } from '../runs/runHost'
import type { LogColumns, LogEnd } from './arrowLog'
import type { KeptCheckpoint } from './checkpointRule'
import { checkpointsToKeep } from './checkpointRule'
import type { StoredDiagnostics } from './diagnosticsFile'
import { appendObservations, createDiagnosticsSchedule } from './diagnosticsFile'
import type { RunEvent } from './documents'
import { appendAt, EVENTS, fileReason, LOG, replaceFile } from './files'
import type { Lock } from './lock'
import type { LogBatch } from './logBatches'
import { createLogBatches } from './logBatches'
import { checkpointPath } from './runFolder'
import { StoreError } from './storeError'

/** How often something is written, in milliseconds. */
export interface Pace {
  /** What was logged since. */
  readonly log: number
  /** Two checkpoints are at least this far apart. */
  readonly checkpoint: number
  /** The most of the time that checkpoints take, as a share. */
  readonly share: number
}

const PACE: Pace = { log: 1000, checkpoint: 2000, share: 0.02 }

/** Writes what happens in a run into its folder. */
export interface Recorder extends RunListener {
  /**
   * Resolves when the run has ended and all of it is written; then the folder is nobody's any more. Waits
   * where it cannot be written; of a run that is stopped it rejects with a `StoreError`.
   */
  readonly finished: Promise<void>
  /** What stops the run; from then on nothing waits until its folder can be written. */
  stopBy(what: string): void
  /** Why nothing can be written now, and what becomes of the run meanwhile; null where all can. */
  readonly trouble: Reason | null
  /**
   * Writes that a run which trains no more, and has not ended, is paused, and lets go of its folder; as
   * `finished` otherwise.
   */
  pause(run: Run, by: 'person' | 'closing'): Promise<void>
}

export interface RecorderOptions {
  readonly lock: Lock
  /** Where the log ends. */
  readonly log: LogEnd
  readonly checkpoints: readonly KeptCheckpoint[]
  /** Where the events end. */
  readonly eventBytes: number
  /** What was observed and stands in the folder already, and where that ends. @default nothing */
  readonly diagnostics?: Pick<StoredDiagnostics, 'observations' | 'position'>
  /** The tuning events that stand in the folder already. */
  readonly tuningEvents: number
  /** Hears of what stands in the log by now. */
  wrote?(ends: readonly LogEnd[]): void
  /** Hears why nothing can be written and the run waits. */
  tell(why: Reason): void
  /** Hears that this trouble is over. @default `tell` hears of it */
  recovered?(trouble: Reason): void
  /** @default once a second, and a checkpoint every two seconds */
  readonly pace?: Pace
}

/**
 * The recorder of one run. Once a second what is new is appended and waited for until it is on the disk; a
 * file system that refuses makes the run wait, and it goes on when there is room again.
 */
export function createRecorder(folder: string, options: RecorderOptions): Recorder {
  const { lock, tell, pace = PACE } = options
  const logged = createLogBatches(options.log.updates)
  const unwritten: LogBatch[] = []
  const unwrittenEvents: RunEvent[] = []
  const observed = options.diagnostics ?? { observations: [], position: 0 }
  const unwrittenObservations: Observation[] = []
  const isDue = createDiagnosticsSchedule(observed.observations)
  let { position: diagnosticsEnd } = observed
  let lastObserved = observed.observations.at(-1)?.update ?? -1
  let { log } = options
  let checkpoints = [...options.checkpoints]
  let { tuningEvents: numTuned, eventBytes } = options
  let nextCheckpoint = performance.now() + pace.log
  let timer: NodeJS.Timeout | undefined
  let stoppedBy: string | null = null
  let trouble: Reason | null = null
  /** Whether the run was paused because of it. */
  let hasPaused = false
  /** Whether it has been told to pause, and makes its last update before that. */
  let isPausing = false
  /** One thing is written after the other. */
  let work = Promise.resolve()
  let finish = (): void => undefined
  let fail = (_: StoreError): void => undefined
  const finished = new Promise<void>((resolve, reject) => ([finish, fail] = [resolve, reject]))
  // Whoever waits for it hears of its failure; nobody has to.
  finished.catch(() => undefined)

  async function write(): Promise<void> {
    unwritten.push(...logged.take())
    if (unwritten.length > 0) {
      const parts = unwritten.map(({ bytes }) => bytes)
      await appendAt(join(folder, LOG), log.bytes, parts)
      const ends = endsOf(log, unwritten.splice(0))
      log = ends.at(-1)!
      options.wrote?.(ends)
    }
    if (unwrittenObservations.length > 0) {
      const count = unwrittenObservations.length
      diagnosticsEnd = await appendObservations(folder, diagnosticsEnd, unwrittenObservations.slice(0, count))
      unwrittenObservations.splice(0, count)
    }
    if (unwrittenEvents.length > 0) {
      const lines = unwrittenEvents.map((event) => `${JSON.stringify(event)}\n`).join('')
      const count = unwrittenEvents.length
      const bytes = Buffer.from(lines)
      await appendAt(join(folder, EVENTS), eventBytes, [bytes])
      eventBytes += bytes.length
      unwrittenEvents.splice(0, count)
    }
    await lock.beat()
  }

  async function writeCheckpoint(run: Run): Promise<void> {
    const begun = performance.now()
    const asked = await run.host.checkpoint()
    if (asked.ok && asked.value && asked.value.update !== checkpoints.at(-1)?.update) {
      const { update, bytes } = asked.value
      // What the checkpoint stands behind has been logged meanwhile.
      await write()
      await replaceFile(checkpointPath(folder, update), bytes)
      const loss = smoothedLoss(readCheckpoint(bytes).checkpoint.progress)
      const kept = checkpointsToKeep([...checkpoints, { update, loss, bytes: bytes.length }])
      for (const each of checkpoints) {
        if (!kept.includes(each)) await rm(checkpointPath(folder, each.update), { force: true })
      }
      checkpoints = kept
    }
    const now = performance.now()
    nextCheckpoint = now + Math.max(pace.checkpoint, (now - begun) / pace.share)
  }

  async function writeDue(run: Run): Promise<void> {
    try {
      await write()
      if (performance.now() >= nextCheckpoint && log.updates > 0) await writeCheckpoint(run)
      recover(run)
    } catch (error) {
      const isTraining = run.state.status === 'running'
      // A person may have resumed it.
      if (trouble !== null && (isPausing || !isTraining)) return
      const place = { path: showPath(folder), why: fileReason(error) }
      trouble = isTraining ? reason('runWaits', place) : reason('newWaits', place)
      tell(trouble)
      if (!isTraining) return
      hasPaused = true
      isPausing = true
      void run.host.pause().finally(() => (isPausing = false))
    }
  }

  /** Everything can be written: goes on, unless a person has paused the run. */
  function recover(run: Run): void {
    if (trouble === null) return
    const isOver = trouble
    const goesOn = hasPaused && run.state.status === 'paused'
    trouble = null
    hasPaused = false
    if (options.recovered) options.recovered(isOver)
    else tell(reason(goesOn ? 'writableGoesOn' : 'writable', { path: showPath(folder) }))
    if (goesOn) void run.host.resume()
  }

  function schedule(run: Run): void {
    timer = setTimeout(() => {
      work = work.then(() => writeDue(run)).then(() => timer && schedule(run))
    }, pace.log)
  }

  async function writeEnd(run: Run, eventOf: () => RunEvent): Promise<void> {
    let isTold = false
    for (;;) {
      try {
        await write()
        if (run.state.status !== 'failed' && log.updates > 0) await writeCheckpoint(run)
        if (!isTold) unwrittenEvents.push(eventOf())
        isTold = true
        await write()
        await lock.release()
        if (trouble !== null) options.recovered?.(trouble)
        trouble = null
        return finish()
      } catch (error) {
        const place = { path: showPath(folder), why: fileReason(error) }
        if (stoppedBy !== null) {
          await lock.release().catch(() => undefined)
          return fail(new StoreError(reason('endUnwritten', place)))
        }
        if (trouble === null) tell((trouble = reason('endWaits', place)))
        await new Promise((resolve) => setTimeout(resolve, pace.log))
      }
    }
  }

  function end(run: Run, eventOf: () => RunEvent): void {
    clearTimeout(timer)
    timer = undefined
    work = work.then(() => writeEnd(run, eventOf))
  }

  return {
    finished,
    stopBy: (what) => (stoppedBy = what),
    get trouble() {
      return trouble
    },
    started: schedule,
    logged(_, batch) {
      logged.add(columnsOf(batch))
    },
    observed(_, observation) {
      // Of an update that was recomputed nothing is written: it can be recomputed again.
      if (observation.update < lastObserved) return
      lastObserved = observation.update
      if (isDue(observation)) unwrittenObservations.push(observation)
    },
    changed(run) {
      const events = run.summary().tuningEvents
      for (const event of events.slice(numTuned)) unwrittenEvents.push({ type: 'tuned', ...event })
      numTuned = Math.max(numTuned, events.length)
    },
    ended(run) {
      end(run, () => endEvent(run, stoppedBy ?? 'its user'))
    },
    pause(run, by) {
      end(run, () => ({ type: 'paused', update: log.updates, by }))
      return finished
    },
  }
}

function endEvent({ state }: Run, stoppedBy: string): RunEvent {
  const { status, update } = state
  if (status === 'done') return { type: 'done', update, reason: state.reason }
  if (status === 'diverged') return { type: 'diverged', update, divergence: state.divergence }
  if (status === 'failed') {
    const { message, reason } = state.error
    return { type: 'failed', update, message, reason }
  }
  return { type: 'stopped', update, by: stoppedBy }
}

/** A batch as it is logged: with the median time of its updates for each of them. */
function columnsOf({ columns, msPerUpdate }: ReportOf<'batch'>): LogColumns {
  return { ...columns, ms: new Float64Array(columns.loss.length).fill(msPerUpdate) }
}

/** Where batches end that are appended to a log. */
function endsOf(log: LogEnd, batches: readonly LogBatch[]): LogEnd[] {
  let end = log
  return batches.map(({ rows, bytes }) => {
    end = { updates: end.updates + rows, bytes: end.bytes + bytes.length }
    return end
  })
}
