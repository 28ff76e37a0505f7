import type { NextStates, RecordedFlow } from '../../core/contract/inside'
import type { Bridge, EventName, RequestName } from '../../core/contract/channels'
import { eventNames, requestNames } from '../../core/contract/channels'
import type { EventOf, ParsedRequestOf, ReplyOf, RequestOf, Settings } from '../../core/contract/ipc'
import type { GroupState } from '../../core/contract/groups'
import type { KeptCheckpoint, KeptEntry } from '../../core/contract/kept'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { Experiment } from '../../core/experiment/experiment'
import type { TaskName } from '../../core/tasks/registry'
import type { LessonList, LessonProgress, Preset, ShownLesson } from '../../core/contract/lessons'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { onlyViews, scheduledParts } from '../../core/contract/views'
import type { Columns, RunState, RunSummary, Sample, Tuning, TuningEvent } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import type { WeightComparison } from '../../core/contract/weights'
import { fail, failInWords, succeed } from '../../core/contract/result'

/** One update of a pretended run. */
export interface MemoryUpdate {
  readonly loss: number
  readonly gradNorm: number
  /** @default 0.005 */
  readonly lr?: number
}

const noLessonProgress: LessonProgress = { version: 1, step: null, answers: {}, checks: {}, runs: {} }

const noTrace = failInWords('runEnded', 'there is no update to inspect')

/** Whether it trains or will by itself. */
const isBusy = ({ summary: { state } }: MemoryRun) => ['queued', 'building', 'running'].includes(state.status)

/** A run that is being built. */
const summaryOf = (runId: string, experiment: Experiment): RunSummary => ({
  runId,
  experiment,
  state: { status: 'building', update: 0 },
  shelfPlace: null,
  tuningEvents: [],
  baseline: 0,
  numParameters: 0,
  threads: 1,
  msPerUpdate: null,
  clippedShare: 0,
  speed: null,
  parent: null,
  isAside: false,
  isKept: true,
  trainedBy: null,
})

type StartRequest = ParsedRequestOf<'run:start'> & Partial<Pick<ParsedRequestOf<'run:branch'>, 'parent'>>

type Handlers = { [N in RequestName]: (payload: never) => Result<ReplyOf<N>> }

function columnsOf(updates: readonly MemoryUpdate[], threshold: number): Columns {
  return {
    loss: Float64Array.from(updates, ({ loss }) => loss),
    gradNorm: Float64Array.from(updates, ({ gradNorm }) => gradNorm),
    gradNormClipped: Float64Array.from(updates, ({ gradNorm }) => Math.min(gradNorm, threshold)),
    lr: Float64Array.from(updates, ({ lr }) => lr ?? 0.005),
  }
}

interface MemoryRun {
  summary: RunSummary
  readonly log: MemoryUpdate[]
  /** The views of the window's subscription; null where it is not subscribed. */
  views: readonly ViewName[] | null
}

/**
 * The main process, in memory: the same bridge as `window.unroll`, with runs that make the updates they are
 * told to.
 */
export class MemoryHost {
  readonly bridge: Bridge
  /** Every request so far, in order. */
  readonly calls: { name: RequestName; payload: unknown }[] = []
  settings: Settings = {
    locale: 'en',
    theme: 'light',
    characterKeys: true,
    notation: 'pytorch',
    onClose: 'ask',
  }
  /** Number of parameters, baseline and threads of the next run. */
  nextRun = { numParameters: 1216, baseline: 1 / 6, threads: 1 }
  /**
   * What `run:inspectNext`, after a step, and `run:inspectUpdate`, under the number that was asked for,
   * answer with; null refuses both.
   */
  trace: Trace | null = null
  /** How many runs train at a time; the others are queued. */
  mostTraining = 4
  /** Whether the networks of runs that are started wait for `build`. */
  isSlowToBuild = false
  /** What is observed of an update that is recomputed. */
  onRecompute: (update: number) => Observation | null = () => null
  /** Whether `run:inspectUpdate` and `run:recompute` wait until `run:cancelInspect` ends it. */
  isSlow = false
  /** Whether `run:branch` waits until `run:cancelBranch` gives it up. */
  isSlowToBranch = false
  /** What every run keeps. */
  checkpoints: KeptCheckpoint[] = []
  /** The views that the window asked for last. */
  views: readonly ViewName[] = []
  /** Updates that `run:step` takes. */
  onStep: () => MemoryUpdate = () => ({ loss: 0.2, gradNorm: 0.5 })
  /** What lies in the data folder, oldest first, and what in its bin. */
  kept: KeptEntry[] = []
  /** What `kept:compareWeights` answers with. */
  weights: WeightComparison = {
    ...{ runIds: ['a', 'b'], made: 3, planned: 3, compared: ['head.weight'], others: [] },
    ...{ updates: Float64Array.of(0, 1, 3), distance: Float64Array.of(0, 1e-9, 0.5) },
    ...{ differAfter: 1, apartAfter: 2 },
  }
  /** What was recorded of kept runs, and what their networks make of a sequence. */
  readonly flows = new Map<string, RecordedFlow>()
  readonly nextStates = new Map<string, NextStates>()
  /** The curve of a kept run. */
  lossOf: (runId: string, update: number) => number = (_, update) => 1 / (update + 1)
  /** Whether the person names a place where something is asked to be written. */
  hasPlace = true
  /** The lessons that there are, and the one that is opened. */
  lessonList: LessonList = {
    ...{ lessons: [], problems: [], folder: '/data/lessons', folderProblem: null, seat: 0 },
    ...{ progress: {}, progressProblem: null },
  }
  lesson: ShownLesson | null = null
  presets: Preset[] = []
  /** Groups that were started. */
  readonly groups: GroupState[] = []
  readonly #bin: KeptEntry[] = []
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>()
  readonly #refusals = new Map<RequestName, Result<never>>()
  /** By their ids, oldest first. */
  readonly #runs = new Map<string, MemoryRun>()
  #nextId = 1
  /** The places of what is shelved. */
  #top = 0
  #bottom = 0

  constructor() {
    const handlers = this.#handlers()
    const request = Object.fromEntries(
      requestNames.map((name) => [
        name,
        (payload: unknown) => {
          this.calls.push({ name, payload })
          const refusal = this.#refusals.get(name)
          const answer = handlers[name] as (payload: unknown) => unknown
          const isRecomputing = name === 'run:inspectUpdate' || name === 'run:recompute'
          if (isRecomputing && this.isSlow) return this.#wait()
          if (name === 'run:branch' && this.isSlowToBranch) return this.#wait()
          if ((name === 'run:start' || name === 'run:branch') && !refusal)
            return this.#start(payload as StartRequest)
          return Promise.resolve(structuredClone(refusal ?? answer(payload)))
        },
      ]),
    )
    const on = Object.fromEntries(
      eventNames.map((name) => [
        name,
        (listener: (payload: unknown) => void) => this.#listen(name, listener),
      ]),
    )
    this.bridge = { request, on } as Bridge
  }

  /** Sends an event to every listener. */
  emit<N extends EventName>(name: N, payload: EventOf<N>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(structuredClone(payload))
  }

  /** From now on this request fails. */
  refuse(name: RequestName, result: Result<never> = failInWords('internal', 'refused by the test')): void {
    this.#refusals.set(name, result)
  }

  /** It fails no more. */
  accept(name: RequestName): void {
    this.#refusals.delete(name)
  }

  /** Payloads of all requests of this name. */
  payloads(name: RequestName): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ payload }) => payload)
  }

  /** The newest run that is not shelved: the one that the methods below are about. */
  get current(): RunSummary | null {
    return this.#newest?.summary ?? null
  }

  /** The network that is being built is there. */
  build(): void {
    this.#building?.build()
  }

  /** The run makes these updates; a subscribed window gets them as one batch. */
  train(updates: readonly MemoryUpdate[], changes: Partial<RunSummary> = {}): void {
    const run = this.#newest
    if (!run) return
    const firstUpdate = run.log.length
    run.log.push(...updates)
    const state = { ...run.summary.state, update: run.log.length } as RunState
    this.#change(run, { state, ...changes })
    if (run.views) this.#send(run, firstUpdate, updates)
  }

  changeState(state: RunState): void {
    if (this.#newest) this.#change(this.#newest, { state })
  }

  showSample(sample: Sample): void {
    if (this.#newest?.views) this.emit('run:sample', { runId: this.#newest.summary.runId, sample })
  }

  /** Sends of an observation what the window asked for, if anything. */
  showObservation(observation: Observation): void {
    const run = this.#newest
    const shown = run?.views ? onlyViews(observation, [...run.views, ...scheduledParts]) : null
    if (run && shown) this.emit('run:observation', { runId: run.summary.runId, observation: shown })
  }

  /** The run leaves the list. */
  remove(runId: string): void {
    this.#runs.delete(runId)
    this.emit('run:removed', { runId })
  }

  get #newest(): MemoryRun | undefined {
    return [...this.#runs.values()].findLast(({ summary }) => summary.shelfPlace === null)
  }

  #send({ summary }: MemoryRun, firstUpdate: number, updates: readonly MemoryUpdate[]): void {
    const { runId, experiment } = summary
    const threshold = experiment.clip.mode === 'none' ? Infinity : experiment.clip.threshold
    this.emit('run:batch', { runId, firstUpdate, columns: columnsOf(updates, threshold) })
  }

  #change(run: MemoryRun, changes: Partial<RunSummary>): RunSummary {
    run.summary = { ...run.summary, ...changes }
    this.emit('run:changed', run.summary)
    return run.summary
  }

  #setStatus(run: MemoryRun, status: 'running' | 'paused' | 'stopped'): RunState {
    this.#queue = this.#queue.filter((waiting) => waiting !== run)
    this.#change(run, { state: { status, update: run.log.length } })
    this.#beginNext()
    return run.summary.state
  }

  /** Runs that wait for their turn, the next one first. */
  #queue: MemoryRun[] = []

  get #isFull(): boolean {
    const training = [...this.#runs.values()].filter(({ summary }) => summary.state.status === 'running')
    return training.length >= this.mostTraining
  }

  #resume(run: MemoryRun): RunState {
    if (run.summary.state.status === 'running' || !this.#isFull) return this.#setStatus(run, 'running')
    this.#moveInQueue(run, this.#queue.length)
    return run.summary.state
  }

  #moveInQueue(run: MemoryRun, place: number): void {
    const others = this.#queue.filter((waiting) => waiting !== run)
    this.#queue = [...others.slice(0, place), run, ...others.slice(place)]
    this.#tellPlaces()
  }

  #tellPlaces(): void {
    this.#queue.forEach((run, place) => {
      this.#change(run, { state: { status: 'queued', update: run.log.length, place } })
    })
  }

  #beginNext(): void {
    const [next] = this.#queue
    if (!next || this.#isFull) return
    this.#setStatus(next, 'running')
    this.#tellPlaces()
  }

  /** A kept run in the list, as it stands. */
  #open(entry: KeptEntry): Result<RunSummary> {
    if (!('status' in entry)) return fail('unreadableFile', entry.problem)
    const { runId, task, cell, numParameters, updates, totalUpdates, isElsewhere } = entry
    const { train, ...experiment } = defaultExperiment(task as TaskName, cell)
    const update = updates
    const done: RunState = { status: 'done', update, reason: 'updates' }
    const resting: RunState = entry.status === 'done' ? done : { status: 'paused', update }
    const summary: RunSummary = {
      ...summaryOf(runId, { ...experiment, train: { ...train, updates: totalUpdates } }),
      state: isElsewhere ? { status: 'running', update } : resting,
      trainedBy: isElsewhere ? { pid: 7, host: 'theirs' } : null,
      numParameters,
    }
    const log = Array.from({ length: updates }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 1 }))
    this.#runs.set(runId, { summary, log, views: null })
    this.emit('run:changed', summary)
    return succeed(summary)
  }

  #giveUp: () => void = () => undefined

  #wait(): Promise<Result<never>> {
    return new Promise((resolve) => {
      this.#giveUp = () => resolve(failInWords('cancelled', 'given up'))
    })
  }

  #changeKept(changed: KeptEntry[], removed: string[] = []): void {
    const ids = [...removed, ...changed.map(({ runId }) => runId)]
    this.kept = [...this.kept.filter(({ runId }) => !ids.includes(runId)), ...changed]
    this.emit('kept:changed', { changed, removed, unread: 0 })
  }

  #listen(name: EventName, listener: (payload: unknown) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** What becomes of the run whose network is being built. */
  #building: { readonly run: MemoryRun; build(): void; cancel(): void } | null = null

  #start({ experiment, speed, paused, views, parent }: StartRequest): Promise<Result<RunSummary>> {
    this.#building?.cancel()
    this.views = views
    const earlier = [...this.#runs.values()]
    const summary = {
      ...summaryOf(`run-${this.#nextId++}`, experiment),
      speed,
      threads: this.nextRun.threads,
      parent: parent ?? null,
    }
    // Its updates before the branch are the other run's.
    const log = Array.from({ length: parent?.update ?? 0 }, () => ({ loss: NaN, gradNorm: NaN }))
    const run: MemoryRun = { summary, log, views: null }
    const isQueued = this.#isFull && !paused
    this.#runs.set(summary.runId, run)
    if (isQueued) {
      this.#moveInQueue(run, this.#queue.length)
      return Promise.resolve(succeed(structuredClone(run.summary)))
    }
    this.emit('run:changed', summary)
    return new Promise((resolve) => {
      this.#building = {
        run,
        build: () => {
          this.#building = null
          const state: RunState = { status: paused ? 'paused' : 'running', update: log.length }
          const built = this.#change(run, { state, ...this.nextRun })
          for (const other of earlier) {
            if (other.summary.shelfPlace === null && !isBusy(other)) this.#shelve(other, ++this.#top)
          }
          resolve(succeed(structuredClone(built)))
        },
        cancel: () => {
          this.#building = null
          this.#setStatus(run, 'stopped')
          this.remove(summary.runId)
          resolve(failInWords('cancelled', 'ended while its network was being built'))
        },
      }
      if (!this.isSlowToBuild) this.#building.build()
    })
  }

  #shelve(run: MemoryRun, shelfPlace: number): RunState {
    return this.#change(run, { shelfPlace }).state
  }

  /** Those that do not train take its place. */
  #unshelve(run: MemoryRun): RunSummary {
    const current = [...this.#runs.values()].filter(({ summary }) => summary.shelfPlace === null)
    for (const each of current) if (!isBusy(each)) this.#shelve(each, --this.#bottom)
    return this.#change(run, { shelfPlace: null })
  }

  #stop(run: MemoryRun): RunState {
    if (this.#building?.run !== run) return this.#setStatus(run, 'stopped')
    this.#building.cancel()
    return run.summary.state
  }

  #subscribe(run: MemoryRun, { from, views }: ParsedRequestOf<'run:subscribe'>): RunSummary {
    this.views = run.views = views
    const missed = run.log.slice(from)
    if (missed.length > 0) queueMicrotask(() => this.#send(run, from, missed))
    return run.summary
  }

  #recompute(
    { summary: { runId } }: MemoryRun,
    views: readonly ViewName[],
    updates: readonly number[],
  ): { updates: number[] } {
    for (const update of updates) {
      const observation = this.onRecompute(update)
      const shown = observation && onlyViews(observation, views)
      if (shown) this.emit('run:observation', { runId, observation: shown })
    }
    return { updates: [...updates] }
  }

  #tune(run: MemoryRun, { lr, clipThreshold }: Tuning): TuningEvent[] {
    const { experiment, tuningEvents } = run.summary
    const update = run.log.length
    const events: TuningEvent[] = []
    if (lr !== undefined) {
      events.push({ update, field: 'optimizer.lr', from: experiment.optimizer.lr, to: lr })
    }
    if (clipThreshold !== undefined) {
      events.push({ update, field: 'clip.threshold', from: experiment.clip.threshold, to: clipThreshold })
    }
    this.#change(run, { tuningEvents: [...tuningEvents, ...events] })
    return events
  }

  #handlers(): Handlers {
    type Request<T> = (payload: T) => Result<never> | Result<unknown>
    const ofRun =
      <T extends { runId: string }>(answer: (run: MemoryRun, payload: T) => unknown): Request<T> =>
      (payload) => {
        const run = this.#runs.get(payload.runId)
        return run
          ? succeed(answer(run, payload))
          : failInWords('noSuchRun', `there is no run ${payload.runId}`)
      }
    const computesNothing = () => failInWords('workerFailed', 'the test computes nothing')
    const handlers: Record<RequestName, Request<never>> = {
      'app:info': () =>
        succeed({ version: '0.1.0', electron: '33', chrome: '130', node: '20', platform: 'linux' }),
      'data:take': () => failInWords('unreadableFile', 'the test has no files'),
      'data:get': () => failInWords('unreadableFile', 'the test has no files'),
      'settings:get': () => succeed(this.settings),
      'settings:set': (changes: Partial<Settings>) => {
        this.settings = { ...this.settings, ...changes }
        return succeed(this.settings)
      },
      'run:list': () => succeed([...this.#runs.values()].map(({ summary }) => summary)),
      'run:start': () => failInWords('internal', 'answered by itself, since it takes its time'),
      'run:branch': () => failInWords('internal', 'answered by itself, since it takes its time'),
      'run:cancelBranch': () => {
        this.#giveUp()
        return succeed({})
      },
      'run:pause': ofRun((run) => this.#setStatus(run, 'paused')),
      'run:resume': ofRun((run) => this.#resume(run)),
      'run:step': ofRun((run) => {
        this.#setStatus(run, 'paused')
        this.train([this.onStep()])
        return run.summary.state
      }),
      'run:stepBack': ofRun((run) => {
        run.log.pop()
        // Before the answer, as all that the run says of it.
        queueMicrotask(() => this.emit('run:cut', { runId: run.summary.runId, length: run.log.length }))
        return this.#setStatus(run, 'paused')
      }),
      'run:tune': ofRun((run, { tuning }: ParsedRequestOf<'run:tune'>) => this.#tune(run, tuning)),
      'run:speed': ofRun((_run, { speed }: ParsedRequestOf<'run:speed'>) => speed),
      'run:shelve': ofRun((run) => {
        if (isBusy(run)) this.#setStatus(run, 'paused')
        return this.#shelve(run, ++this.#top)
      }),
      'run:unshelve': ofRun((run) => this.#unshelve(run)),
      'run:subscribe': ofRun((run, payload: ParsedRequestOf<'run:subscribe'>) =>
        this.#subscribe(run, payload),
      ),
      'run:unsubscribe': ofRun((run) => {
        run.views = null
        return {}
      }),
      'run:write': ofRun(() => ({})),
      'run:enqueue': ofRun((run, { place }: ParsedRequestOf<'run:enqueue'>) => {
        this.#moveInQueue(run, place)
        return {}
      }),
      'kept:list': () => succeed({ folder: '/data/runs', runs: this.kept, unread: 0 }),
      'kept:compareWeights': () => succeed(this.weights),
      'kept:cancelComparison': () => succeed({}),
      'kept:checkpoints': () => succeed({ checkpoints: this.checkpoints }),
      'kept:rename': ({ runId, name }: ParsedRequestOf<'kept:rename'>) => {
        const entry = this.kept.find((each) => each.runId === runId)
        if (!entry) return failInWords('noSuchRun', `there is no run ${runId}`)
        const renamed = { ...entry, name } as KeptEntry
        this.#changeKept([renamed])
        return succeed(renamed)
      },
      'kept:annotate': ({
        runIds,
        addTags = [],
        removeTags = [],
        ...changes
      }: RequestOf<'kept:annotate'>) => {
        const changed = this.kept
          .filter((each) => runIds.includes(each.runId))
          .map((entry) => {
            const before = 'tags' in entry ? entry.tags : []
            const tags = [...new Set([...before, ...addTags])].filter((tag) => !removeTags.includes(tag))
            return { ...entry, ...changes, tags } as KeptEntry
          })
        this.#changeKept(changed)
        return succeed(changed)
      },
      'kept:curve': ({ runId, from, withMs }: ParsedRequestOf<'kept:curve'>) => {
        const entry = this.kept.find((each) => each.runId === runId)
        if (!entry || !('updates' in entry)) return failInWords('noSuchRun', `there is no run ${runId}`)
        const first = from?.updates ?? 0
        const column = (value: (update: number) => number) =>
          Float64Array.from({ length: entry.updates - first }, (_, i) => value(first + i))
        return succeed({
          ...{ isWhole: first === 0, first, end: { updates: entry.updates, bytes: 40 * entry.updates } },
          loss: column((update) => this.lossOf(runId, update)),
          gradNorm: column(() => 1),
          ms: withMs ? column(() => 2) : null,
        })
      },
      'kept:curveOverview': ({ runId }: ParsedRequestOf<'kept:curveOverview'>) => {
        const entry = this.kept.find((each) => each.runId === runId)
        if (!entry || !('updates' in entry)) return failInWords('noSuchRun', `there is no run ${runId}`)
        const length = entry.updates
        const updates = Float64Array.of(0, Math.floor(length / 2), length - 1)
        const loss = updates.map((update) => this.lossOf(runId, update))
        const gradNorm = updates.map(() => 1)
        return succeed({ length, updates, loss, gradNorm, smoothLoss: loss, smoothGradNorm: gradNorm })
      },
      'kept:flow': ({ runId }: RequestOf<'kept:flow'>) => succeed(this.flows.get(runId) ?? []),
      'kept:states': ({ runId }: RequestOf<'kept:states'>) => {
        const states = this.nextStates.get(runId)
        return states ? succeed(states) : failInWords('unreadableFile', `${runId} has no checkpoint`)
      },
      'exchange:export': ({ name, format }: ParsedRequestOf<'exchange:export'>) =>
        succeed({ path: this.hasPlace ? `/home/${name}.${format}` : null, told: [] }),
      'exchange:pack': () => succeed({ told: [] }),
      'exchange:drag': () => succeed({}),
      'exchange:copyChart': () => succeed({ told: [] }),
      'exchange:importFolder': () => failInWords('unreadableFile', 'the test has no folders'),
      'exchange:import': () => {
        const runId = `imported-${this.kept.length + 1}`
        return succeed({ runId, told: [] })
      },
      'group:start': ({ group }: ParsedRequestOf<'group:start'>) => {
        const id = `group-${this.groups.length + 1}`
        const { kind, name } = group
        this.groups.push({
          id,
          kind,
          name,
          status: 'training',
          runIds: [`${id}-a`, `${id}-b`],
          numEnded: 0,
          why: null,
        })
        return succeed(this.groups.at(-1)!)
      },
      'group:list': () => succeed(this.groups),
      'group:stop': ({ id }: ParsedRequestOf<'group:stop'>) => {
        const group = this.groups.find((each) => each.id === id)
        return group
          ? succeed({ ...group, status: 'stopped' as const })
          : fail('noSuchRun', reason('noGroup', { id }))
      },
      'kept:delete': ({ runIds }: ParsedRequestOf<'kept:delete'>) => {
        this.#bin.push(...this.kept.filter(({ runId }) => runIds.includes(runId)))
        for (const runId of runIds) if (this.#runs.has(runId)) this.remove(runId)
        this.#changeKept([], runIds)
        return succeed({})
      },
      'kept:restore': ({ runIds }: ParsedRequestOf<'kept:restore'>) => {
        this.#changeKept(this.#bin.filter(({ runId }) => runIds.includes(runId)))
        return succeed({})
      },
      'kept:leave': ({ runIds }: ParsedRequestOf<'kept:leave'>) => {
        const left = this.kept.filter(({ runId }) => runIds.includes(runId))
        this.#changeKept(left.map((entry) => ({ ...entry, wasKilled: false }) as KeptEntry))
        return succeed({})
      },
      'kept:open': ({ runId }: { runId: string }) => {
        const here = this.#runs.get(runId)
        const entry = this.kept.find((each) => each.runId === runId)
        if (here) return succeed(here.summary)
        return entry ? this.#open(entry) : failInWords('noSuchRun', `there is no run ${runId}`)
      },
      'lesson:list': () => succeed(this.lessonList),
      'lesson:presets': () => succeed(this.presets),
      'lesson:open': () =>
        this.lesson ? succeed(this.lesson) : failInWords('invalidRequest', 'there is no such lesson'),
      'lesson:goTo': () => succeed({}),
      'lesson:start': () => failInWords('invalidRequest', 'the test has no runs of lessons'),
      'lesson:preset': () => failInWords('invalidRequest', 'the test has no presets'),
      'lesson:answer': ({ lesson, id, answer }: ParsedRequestOf<'lesson:answer'>) => {
        const before = this.lessonList.progress[lesson] ?? noLessonProgress
        const given = { value: answer, at: '2026-01-01T00:00:00Z', of: '', isRight: null, measured: null }
        const progress = { ...before, answers: { ...before.answers, [id]: given } }
        this.lessonList.progress[lesson] = progress
        return succeed(progress)
      },
      'lesson:visit': () => succeed({}),
      'lesson:seat': () => succeed({}),
      'verify:references': () => succeed([]),
      'verify:program': () => succeed([]),
      'verify:cancel': () => succeed({}),
      'verify:homework': computesNothing,
      'verify:reference': computesNothing,
      'verify:referenceFile': computesNothing,
      'verify:gradient': computesNothing,
      'verify:trace': computesNothing,
      'verify:slip': computesNothing,
      'verify:guess': computesNothing,
      'verify:rtrl': computesNothing,
      'verify:selfTest': computesNothing,
      'lesson:cancelCheck': () => succeed({}),
      'lesson:check': () => succeed({ isWhole: true }),
      'lesson:saveProgress': () => succeed({ path: '/elsewhere/unroll-progress.json' }),
      'lesson:takeProgress': () => succeed({ numTaken: 3 }),
      'window:close': () => succeed({}),
      'window:present': () => succeed({}),
      'run:ack': () => succeed({}),
      'run:observe': ofRun((run, { views }: ParsedRequestOf<'run:observe'>) => {
        this.views = run.views = views
        return {}
      }),
      'run:inspectNext': ({ runId }: { runId: string }) => {
        const run = this.#runs.get(runId)
        if (run) this.#setStatus(run, 'paused')
        if (!this.trace) return noTrace
        this.train([this.onStep()])
        return succeed(this.trace)
      },
      'run:inspectUpdate': ({ update }: { update: number }) =>
        this.trace ? succeed({ ...this.trace, update }) : noTrace,
      'run:recompute': ofRun((run, { views, updates }: ParsedRequestOf<'run:recompute'>) =>
        this.#recompute(run, views, updates),
      ),
      'run:cancelInspect': () => {
        this.#giveUp()
        return succeed({})
      },
      'run:stop': ofRun((run) => this.#stop(run)),
    }
    return handlers as unknown as Handlers
  }
}
