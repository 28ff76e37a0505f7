import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Equation } from '../../core/explain/equation'
import type { HomeworkPart } from '../../core/contract/homeworkParts'
import { homeworkTimeline } from '../../core/explain/homework'
import type { Matrix } from '../../core/explain/matrix'
import type { MatrixKey } from '../../core/explain/matrixRef'
import type { Notation } from '../../core/explain/notation'
import { lettersOf } from '../../core/explain/notation'
import { type CheckedElement, gradientElement, homeworkElement } from '../../core/explain/checkedElement'
import type { Trace } from '../../core/contract/trace'
import { stepId } from '../../core/explain/stepId'
import type { Step, Timeline } from '../../core/explain/timeline'
import { createTimeline, openingIndex } from '../../core/explain/timeline'
import { useMicroscopeBreakpoints } from './microscopeBreakpoints'
import type { Watched } from './microscopeElements'
import { useMicroscopeElements } from './microscopeElements'
import { useMicroscopeTrail } from './microscopeTrail'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

/** What the microscope shows. */
export type Source = 'run' | 'check' | HomeworkPart

/**
 * The equation that a step opens with: backward the gradient at the state, of a cell's parameters that of the
 * recurrent weights, else the first.
 */
function mainEquation({ equations }: Step): Equation | undefined {
  const isMain = ({ result: { ref } }: Equation): boolean =>
    ref.kind === 'dh' ||
    (ref.kind === 'parameter' && ref.stage.startsWith('grad') && isRecurrent(ref.parameter))
  return equations.find(isMain) ?? equations[0]
}

function isRecurrent(parameter: string): boolean {
  return parameter.includes('weight_hh')
}

/** One opened update, the position in it, and what is looked at there. */
export const useMicroscopeStore = defineStore('microscope', () => {
  const runs = useRunsStore()
  const settings = useSettingsStore()
  let rewrite: ((notation: Notation) => Timeline) | null = null
  const source = ref<Source | null>(null)
  const timeline = shallowRef<Timeline | null>(null)
  const index = ref(0)
  /** Which sequence of the batch is shown; null is all. */
  const item = ref<number | null>(null)
  const chosenEquation = ref<MatrixKey | null>(null)
  /** The run was training and was paused for this. */
  const hasPaused = ref(false)
  /** What is being opened: an update that was made, or the one that is made for it (null). */
  const opening = shallowRef<{ readonly update: number | null } | null>(null)
  const isOpening = computed(() => opening.value !== null)
  /** The opened update was asked for by its number, and stays until another one is. */
  const isChosen = ref(false)
  /** Counts the times that somebody elsewhere asked for the microscope to be shown. */
  const visits = ref(0)
  const openedRunId = ref<string | null>(null)
  const isOfShownRun = computed(() => source.value === 'run' && openedRunId.value === runs.selectedId)
  /** The letters are the handout's own. */
  const isHandout = computed(() => !['run', 'check', 'part5'].includes(source.value ?? ''))
  /** The opened update is none of the run's any more. */
  const isTakenBack = computed(
    () => isOfShownRun.value && (timeline.value?.trace.update ?? -1) > (runs.newestUpdate ?? -1),
  )
  /** The run has made newer updates than the one that is opened. */
  const isPast = computed(
    () => isOfShownRun.value && timeline.value !== null && timeline.value.trace.update !== runs.newestUpdate,
  )

  const step = computed<Step | null>(() => timeline.value?.steps[index.value] ?? null)
  /** The update and its step that is shown; null while none is opened. */
  const opened = computed(() =>
    timeline.value && step.value ? { timeline: timeline.value, step: step.value } : null,
  )
  const equations = computed(() => step.value?.equations ?? [])
  const equation = computed<Equation | null>(() => {
    if (!step.value) return null
    const chosen = equations.value.find(({ result }) => result.key === chosenEquation.value)
    return chosen ?? mainEquation(step.value) ?? null
  })
  const {
    clearElements,
    selection,
    select: selectInStep,
    ...elements
  } = useMicroscopeElements({ timeline, step, equation, item })

  /** The step that made the selected element's matrix; -1 if none did. */
  const makerIndex = computed(() => {
    const madeIn = elements.selected.value?.matrix.madeIn ?? null
    return madeIn === null || !timeline.value ? -1 : timeline.value.indexOf(madeIn)
  })
  const canGoToMaker = computed(() => makerIndex.value >= 0 && makerIndex.value !== index.value)

  function show(from: Source, shown: Timeline, start: number): void {
    source.value = from
    timeline.value = shown
    item.value = from === 'run' ? Math.min(item.value ?? 0, shown.trace.sizes.batch - 1) : null
    index.value = start
    clearTrail()
  }

  /** The steps in the letters that are set, and from then on in those that are set later. */
  function present(inLetters: (notation: Notation) => Timeline): Timeline {
    rewrite = inLetters
    return inLetters(settings.settings.notation)
  }
  watch(
    () => settings.settings.notation,
    (notation) => {
      if (rewrite) timeline.value = rewrite(notation)
      clearTrail()
    },
  )

  function leaveRun(): void {
    cancelInspect()
    hasPaused.value = false
    isChosen.value = false
    forget()
  }

  function openHomework(part: HomeworkPart): void {
    leaveRun()
    const shown = present((notation) => homeworkTimeline(part, notation))
    show(part, shown, openingIndex(shown))
  }

  /** Opens a part of the homework where a number of its file is computed. */
  function openHomeworkAt(part: HomeworkPart, tensor: string, place: readonly number[]): void {
    openHomework(part)
    if (timeline.value) lookAt(homeworkElement(timeline.value, tensor, place))
    visits.value++
  }

  /** Opens an update that was made for a check, where an element of a parameter's gradient is computed. */
  function openChecked(trace: Trace, parameter: string, place: readonly number[]): void {
    leaveRun()
    const shown = present((notation) => createTimeline(trace, { letters: lettersOf(notation, trace.cell) }))
    show('check', shown, openingIndex(shown))
    lookAt(gradientElement(shown, parameter, place))
    visits.value++
  }

  function lookAt(found: CheckedElement | null): void {
    if (!found) return
    go(found.index)
    select(found.matrix, found.row, found.col)
  }

  /** Opens an update of the shown run, at the same step as before if one of this run was open. */
  async function open(update: number | null): Promise<boolean> {
    const before = isOfShownRun.value ? step.value?.id : undefined
    const wanted = { update }
    opening.value = wanted
    const trace = await (update === null ? runs.inspectNext() : runs.inspectUpdate(update))
    // Something else was asked for meanwhile, or it was cancelled.
    if (opening.value !== wanted) return false
    opening.value = null
    if (!trace) return false
    if (!isOfShownRun.value) forget()
    openedRunId.value = runs.selectedId
    const shown = present((notation) => createTimeline(trace, { letters: lettersOf(notation, trace.cell) }))
    const same = before === undefined ? -1 : shown.indexOf(before)
    show('run', shown, same >= 0 ? same : openingIndex(shown))
    return true
  }

  /** Opens an update that was made, by its index, and leaves the run alone. */
  async function openUpdate(update: number): Promise<boolean> {
    if (!(await open(update))) return false
    hasPaused.value = false
    isChosen.value = true
    return true
  }

  /** Pauses a run that trains here, and opens the newest update that it has made. */
  async function openNewest(): Promise<boolean> {
    const wasRunning = runs.shown.status === 'running' && !runs.isElsewhere
    const wanted = { update: null }
    opening.value = wanted
    if (wasRunning) await runs.pause()
    if (opening.value !== wanted) return false
    opening.value = null
    if (runs.newestUpdate === null || !(await open(runs.newestUpdate))) return false
    hasPaused.value = wasRunning
    isChosen.value = false
    return true
  }

  /** Makes one more update, which pauses the run, and opens it. */
  async function makeNext(): Promise<boolean> {
    if (!(await open(null))) return false
    hasPaused.value = false
    isChosen.value = false
    return true
  }

  /** Nobody waits any more for what is being opened: ends its recomputation. */
  function cancelInspect(): void {
    const cancelled = opening.value
    opening.value = null
    if (cancelled && cancelled.update !== null) void runs.cancelInspect()
  }

  /** Asks for the microscope at step t (from 0) of the backward pass of an update. */
  async function openAt(t: number, update: number): Promise<void> {
    visits.value++
    if (!(await openUpdate(update)) || !timeline.value) return
    const { symbols, trace, indexOf } = timeline.value
    const within = Math.min(Math.max(t - trace.window.firstStep, 0), trace.sizes.steps - 1)
    go(indexOf(stepId('backward', symbols.firstTopCell, within)))
  }

  function forget(): void {
    clearElements()
    chosenEquation.value = null
    clearBreakpoints()
  }

  function go(wanted: number): void {
    const last = (timeline.value?.steps.length ?? 1) - 1
    index.value = Math.min(Math.max(wanted, 0), last)
  }

  /** To the step that made the selected element. */
  function goToMaker(): void {
    if (elements.selected.value) follow(elements.selected.value)
  }

  const { previous, follow, goBack, clearTrail } = useMicroscopeTrail({
    timeline,
    step,
    index,
    equation: chosenEquation,
    selection,
    selected: elements.selected,
    go,
    select,
  })

  const { clearBreakpoints, ...breaking } = useMicroscopeBreakpoints({ timeline, step, index, go })

  /** To a watched element, which is explained there. */
  function goToWatched({ index: at, matrix, row, col }: Watched): void {
    go(at)
    select(matrix, row, col)
  }

  function choose({ result }: Equation): void {
    chosenEquation.value = result.key
  }

  /** Explains an element of the step, with an equation in sight that has its matrix. */
  function select(matrix: Matrix, row: number, col: number): void {
    const has = ({ result, operands }: Equation): boolean =>
      [result, ...operands].some(({ id }) => id === matrix.id)
    if (equation.value && !has(equation.value)) {
      const wanted = equations.value.find(({ id }) => id === matrix.id) ?? equations.value.find(has)
      if (wanted) choose(wanted)
    }
    selectInStep(matrix, row, col)
  }

  return {
    source,
    timeline,
    index,
    item,
    ...breaking,
    step,
    opened,
    equations,
    equation,
    ...elements,
    select,
    canGoToMaker,
    hasPaused,
    opening,
    isOpening,
    isChosen,
    isOfShownRun,
    isHandout,
    isPast,
    isTakenBack,
    visits,
    ...{ openHomework, openHomeworkAt, openChecked, openUpdate },
    openNewest,
    ...{ makeNext, cancelInspect, openAt, go },
    previous,
    follow,
    goToMaker,
    goBack,
    goToWatched,
    choose,
  }
})
