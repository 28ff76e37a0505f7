import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { HomeworkPart } from '../../core/explain/homework'
import { homeworkWalk } from '../../core/explain/homework'
import type { Matrix } from '../../core/explain/matrix'
import type { Equation, Explanation } from '../../core/explain/equation'
import type { Phase, Step, Walk } from '../../core/explain/steps'
import { explain, findMatrix, placeOf, walk } from '../../core/explain/steps'
import { useRunsStore } from './runs'

/** What a step is about: the state forward, the gradient at the state back, else what comes first. */
function mainEquation(phase: Phase | undefined, equations: readonly Equation[]): Equation | undefined {
  if (phase === 'forward' || phase === 'output') return equations.at(-1)
  return equations.find(({ result }) => result.key.startsWith('dh.')) ?? equations[0]
}

/** What the microscope looks at. */
export type Source = 'run' | HomeworkPart

/** An element of a matrix, whatever t. */
export interface Place {
  readonly key: string
  /** Which of a step's matrices of this key: h_t, or the h before it. */
  readonly nth: number
  readonly row: number
  readonly col: number
}

/** A watched element, with its value here or where it was last seen. */
export interface Watched extends Place {
  readonly matrix: Matrix
  /** The step it was found in. */
  readonly index: number
  readonly value: number
}

/** One update, opened, and where in it one stands. */
export const useMicroscopeStore = defineStore('microscope', () => {
  const runs = useRunsStore()
  const source = ref<Source | null>(null)
  const walked = shallowRef<Walk | null>(null)
  const index = ref(0)
  /** Which sequence of the batch is shown; null is all. */
  const item = ref<number | null>(null)
  /** Steps t of the whole sequence, from 0, at which a walk stops. */
  const breakpoints = ref<ReadonlySet<number>>(new Set())
  const watches = ref<readonly Place[]>([])
  const chosenEquation = ref<string | null>(null)
  const selection = ref<Place | null>(null)
  /** The run was training and was paused for this. */
  const hasPaused = ref(false)
  /** What is being opened: an update of the past by its number, or whichever comes. */
  const opening = shallowRef<{ readonly update: number | null } | null>(null)
  const isOpening = computed(() => opening.value !== null)
  /** The opened update is not the newest: it was made once more. */
  const isPast = ref(false)
  /** Counts the times that somebody elsewhere asked for the microscope to be shown. */
  const visits = ref(0)
  const openedRunId = ref<string | null>(null)

  const step = computed<Step | null>(() => walked.value?.steps[index.value] ?? null)
  const equations = computed(() => step.value?.equations ?? [])
  const equation = computed<Equation | null>(
    () =>
      equations.value.find(({ result }) => result.key === chosenEquation.value) ??
      mainEquation(step.value?.phase, equations.value) ??
      null,
  )
  const selected = computed<{ matrix: Matrix; row: number; col: number } | null>(() => {
    const place = selection.value
    if (!place || !step.value) return null
    const found = findMatrix(step.value, place.key, place.nth) ?? findMatrix(step.value, place.key)
    if (!found) return null
    const col = found.hasItems && item.value !== null ? item.value : place.col
    return place.row < found.rows && col < found.cols ? { matrix: found, row: place.row, col } : null
  })
  const explanation = computed<Explanation | null>(() => {
    const at = selected.value
    return at && walked.value && step.value
      ? explain(walked.value, step.value, at.matrix, at.row, at.col)
      : null
  })
  const watched = computed<readonly Watched[]>(() => watches.value.flatMap((place) => latest(place) ?? []))

  /** A watched element here, else at the same t, else in the nearest step before, else after. */
  function latest(place: Place): Watched | null {
    const { steps } = walked.value ?? { steps: [] }
    const t = step.value?.t ?? null
    const all = [...steps.keys()]
    const before = all.slice(0, index.value + 1).reverse()
    const alike = t === null ? [] : before.filter((i) => steps[i]!.t === t)
    for (const i of [...alike, ...before, ...all.slice(index.value + 1)]) {
      const matrix = steps[i] ? findMatrix(steps[i], place.key, place.nth) : null
      if (matrix && place.row < matrix.rows && place.col < matrix.cols) {
        return { ...place, matrix, index: i, value: matrix.at(place.row, place.col) }
      }
    }
    return null
  }

  function show(opened: Source, shown: Walk, start: number): void {
    source.value = opened
    walked.value = shown
    item.value = opened === 'run' ? Math.min(item.value ?? 0, shown.trace.sizes.batch - 1) : null
    index.value = start
  }

  function openHomework(part: HomeworkPart): void {
    cancelInspect()
    hasPaused.value = false
    isPast.value = false
    forget()
    show(part, homeworkWalk(part), 0)
  }

  /**
   * Opens an update of the run, at the same step as before if there was one: that of the past with this number, which leaves
   * the run alone; else pauses it for a new one, or takes the one that it ended with.
   */
  async function openRun(update: number | null = null): Promise<boolean> {
    const wasRunning = runs.shown.status === 'running'
    const before = source.value === 'run' ? step.value?.id : undefined
    const wanted = { update: update ?? runs.lastUpdate }
    opening.value = wanted
    const trace = await (wanted.update === null ? runs.inspectNext() : runs.inspectUpdate(wanted.update))
    // Something else was asked for meanwhile, or nobody waits any more.
    if (opening.value !== wanted) return false
    opening.value = null
    if (!trace) return false
    if (source.value !== 'run') forget()
    hasPaused.value = wasRunning && update === null
    isPast.value = update !== null
    openedRunId.value = runs.shown.status === 'idle' ? null : runs.shown.run.runId
    const opened = walk(trace)
    show('run', opened, Math.max(0, before === undefined ? 0 : opened.indexOf(before)))
    return true
  }

  /** Nobody waits any more for the update that is being recomputed. */
  function cancelInspect(): void {
    if (opening.value === null || opening.value.update === null) return
    opening.value = null
    void runs.cancelInspect()
  }

  /** For other places: shows the microscope at step t (from 0) of the way back, in an update as `openRun` takes it. */
  async function openAt(t: number, update: number | null): Promise<void> {
    visits.value++
    if (!(await openRun(update)) || !walked.value) return
    const { scene, trace, indexOf } = walked.value
    const within = Math.min(Math.max(t - trace.window.firstStep, 0), trace.sizes.steps - 1)
    go(indexOf(`backward.${scene.firstTopCell}.${within}`))
  }

  function forget(): void {
    selection.value = null
    chosenEquation.value = null
    watches.value = []
    breakpoints.value = new Set()
  }

  function close(): void {
    forget()
    source.value = null
    walked.value = null
  }

  function go(wanted: number): void {
    const last = (walked.value?.steps.length ?? 1) - 1
    index.value = Math.min(Math.max(wanted, 0), last)
  }

  /** To the next step at a breakpoint, or to the end. */
  function run(direction: 1 | -1): void {
    const { steps, trace } = walked.value ?? {}
    if (!steps || !trace) return
    const isStop = ({ t }: Step): boolean => t !== null && breakpoints.value.has(t + trace.window.firstStep)
    let at = index.value + direction
    while (at > 0 && at < steps.length - 1 && !isStop(steps[at]!)) at += direction
    go(at)
  }

  /** On or off, at a step t of the whole sequence; without one at the t of this step. */
  function toggleBreakpoint(at?: number): void {
    const here = step.value?.t
    const t = at ?? (here === null || here === undefined ? null : here + walked.value!.trace.window.firstStep)
    if (t === null) return
    const changed = new Set(breakpoints.value)
    if (!changed.delete(t)) changed.add(t)
    breakpoints.value = changed
  }

  function select(matrix: Matrix, row: number, col: number): void {
    if (step.value) selection.value = placeIn(step.value, matrix, row, col)
  }

  function choose({ result }: Equation): void {
    chosenEquation.value = result.key
  }

  const placeIn = (at: Step, matrix: Matrix, row: number, col: number): Place => ({
    key: matrix.key,
    nth: placeOf(at, matrix),
    row,
    col,
  })
  const isSame = (a: Place, b: Place): boolean =>
    a.key === b.key && a.nth === b.nth && a.row === b.row && a.col === b.col
  const selectedPlace = computed<Place | null>(() => {
    const at = selected.value
    return at && step.value ? placeIn(step.value, at.matrix, at.row, at.col) : null
  })
  const isWatched = computed(() => {
    const at = selectedPlace.value
    return at !== null && watches.value.some((each) => isSame(each, at))
  })

  /** Adds an element to the watch list, or takes it off. */
  function toggleWatch(place?: Place): void {
    const wanted = place ?? selectedPlace.value
    if (!wanted) return
    const rest = watches.value.filter((each) => !isSame(each, wanted))
    watches.value = rest.length < watches.value.length ? rest : [...rest, wanted]
  }

  return {
    source,
    walked,
    index,
    item,
    breakpoints,
    step,
    equations,
    equation,
    selected,
    explanation,
    watched,
    isWatched,
    hasPaused,
    opening,
    isOpening,
    isPast,
    visits,
    openedRunId,
    openHomework,
    openRun,
    cancelInspect,
    openAt,
    close,
    go,
    run,
    toggleBreakpoint,
    select,
    choose,
    toggleWatch,
  }
})
