import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import type {
  AnswerValue,
  LessonList,
  LessonOutcome,
  LessonProgress,
  ShownBlockOf,
  ShownLesson,
} from '../../core/contract/lessons'
import type { Failure, Result } from '../../core/contract/result'
import type { ViewName } from '../../core/contract/views'
import { useClient } from '../client/client'
import { putBack, type Texts } from './draft'
import { useExperimentStore } from './experiment'
import { bytesOf } from './fileBytes'
import { useMicroscopeStore } from './microscope'
import { useObservationsStore } from './observations'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

/** A lesson that is being proved, or was. */
interface Checking {
  readonly lesson: string
  readonly outcomes: readonly LessonOutcome[]
  readonly state: 'going' | 'whole' | 'givenUp'
}

/** A step that is left sooner was not looked at. */
const SEEN_MS = 50

const noProgress: LessonProgress = { version: 0, step: null, answers: {}, checks: {}, runs: {} }

/** The lessons, the one that is open, and what has been done in them. */
export const useLessonsStore = defineStore('lessons', () => {
  const client = useClient()
  const settings = useSettingsStore()
  const runs = useRunsStore()
  const draft = useExperimentStore()
  const observations = useObservationsStore()
  const microscope = useMicroscopeStore()

  const list = shallowRef<LessonList | null>(null)
  const lesson = shallowRef<ShownLesson | null>(null)
  const progress = shallowReactive(new Map<string, LessonProgress>())
  const index = ref(0)
  /** Why the last request failed. */
  const failure = shallowRef<Failure | null>(null)
  const isBusy = ref(false)
  const language = computed(() => settings.settings.locale)

  client.on['lesson:progress'](({ lesson: id, progress: its }) => void progress.set(id, its))
  client.on['lesson:changed'](() => void reload())

  async function ask<T>(request: Promise<Result<T>>): Promise<T | null> {
    failure.value = null
    const answer = await request
    if (answer.ok) return answer.value
    if (answer.error.code !== 'cancelled') failure.value = answer.error
    return null
  }

  async function load(): Promise<void> {
    const answer = await client.request['lesson:list']({})
    if (!answer.ok) return void (failure.value = answer.error)
    list.value = answer.value
    for (const [id, its] of Object.entries(answer.value.progress)) progress.set(id, its)
  }

  /** Of a lesson that is gone what was read stays on the screen. */
  async function reload(): Promise<void> {
    await load()
    const id = lesson.value?.id
    if (id !== undefined && list.value?.lessons.some((each) => each.id === id)) await read(id)
  }

  async function read(id: string): Promise<boolean> {
    const shown = await ask(client.request['lesson:open']({ lesson: id, language: language.value }))
    if (!shown) return false
    lesson.value = shown
    index.value = Math.min(index.value, shown.steps.length - 1)
    return true
  }

  const progressOf = (id: string): LessonProgress => progress.get(id) ?? noProgress
  const current = computed(() => progressOf(lesson.value?.id ?? ''))
  const step = computed(() => lesson.value?.steps[index.value] ?? null)

  /** Opens a lesson at the step that was last looked at. */
  async function open(id: string): Promise<void> {
    index.value = 0
    if (!(await read(id))) return
    const at = lesson.value!.steps.findIndex((each) => each.id === progressOf(id).step)
    index.value = Math.max(0, at)
  }

  function close(): void {
    if (checking.value?.state === 'going') cancelCheck()
    checking.value = null
    lesson.value = null
    failure.value = null
  }

  function goTo(wanted: number): void {
    if (!lesson.value) return
    index.value = Math.min(Math.max(wanted, 0), lesson.value.steps.length - 1)
    failure.value = null
    void client.request['lesson:goTo']({ lesson: lesson.value.id, step: step.value!.id })
  }

  /** What stood in the Lab's form before a lesson's run took it: it comes back once that run is over. */
  let form: Texts | null = null

  function keepForm(): void {
    if (!runs.ownsForm) form = { ...draft.texts }
  }

  function bringFormBack(): void {
    if (!form) return
    putBack(draft.texts, form)
    form = null
  }
  watch(
    () => runs.ownsForm,
    (owns) => owns || bringFormBack(),
    // Before whatever else follows the run.
    { flush: 'sync' },
  )

  /** Starts one of the open lesson's runs with what the learner changes in it. */
  async function start(
    run: string,
    changes: Readonly<Record<string, number | string | boolean | null>>,
  ): Promise<void> {
    if (!lesson.value || isBusy.value) return
    isBusy.value = true
    keepForm()
    const of = lesson.value.id
    const started = await ask(client.request['lesson:start']({ lesson: of, run, changes: { ...changes } }))
    if (started) await runs.open(started.runId)
    else form = null
    isBusy.value = false
  }

  /** Resolves with whether it was taken. */
  async function answer(id: string, value: AnswerValue): Promise<boolean> {
    if (!lesson.value) return false
    const of = lesson.value.id
    const its = await ask(client.request['lesson:answer']({ lesson: of, id, answer: value }))
    if (its) progress.set(of, its)
    return its !== null
  }

  async function setSeat(seat: number): Promise<void> {
    const done = await ask(client.request['lesson:seat']({ seat }))
    if (done && list.value) list.value = { ...list.value, seat }
  }

  /** The proof of a lesson, as far as it has come. */
  const checking = shallowRef<Checking | null>(null)
  client.on['lesson:checked'](({ lesson: of, outcome }) => {
    const now = checking.value
    if (now?.lesson === of) checking.value = { ...now, outcomes: [...now.outcomes, outcome] }
  })

  async function check(): Promise<void> {
    if (!lesson.value || checking.value?.state === 'going') return
    const begun: Checking = { lesson: lesson.value.id, outcomes: [], state: 'going' }
    checking.value = begun
    const ended = await ask(client.request['lesson:check']({ lesson: begun.lesson }))
    if (checking.value?.lesson !== begun.lesson) return
    checking.value = { ...checking.value, state: ended?.isWhole ? 'whole' : 'givenUp' }
  }

  const cancelCheck = (): void => void client.request['lesson:cancelCheck']({})

  /** What became of progress that was written to a file, or taken from one. */
  const moved = shallowRef<{ path: string } | { numTaken: number } | null>(null)

  async function saveProgress(): Promise<void> {
    moved.value = null
    const saved = await ask(client.request['lesson:saveProgress']({}))
    if (saved?.path) moved.value = { path: saved.path }
  }

  async function takeProgress(file: File): Promise<void> {
    moved.value = null
    const read = await ask(bytesOf(file))
    moved.value = read && (await ask(client.request['lesson:takeProgress'](read)))
    if (moved.value) await load()
  }

  /** The learner's own run by the name that the lesson gives it. */
  const runIdOf = (name: string): string | null => current.value.runs[name] ?? null

  const runBlocks = computed(() =>
    (lesson.value?.steps ?? []).flatMap((each) =>
      each.blocks.filter((block): block is ShownBlockOf<'run'> => block.kind === 'run'),
    ),
  )

  // What questions need to be observed of the lesson's runs is, while the lesson is open.
  const views = computed<ViewName[]>(() => [...new Set(runBlocks.value.flatMap((block) => block.views))])
  let stops: (() => void)[] = []
  watch(
    () => views.value.join(),
    () => {
      const before = stops
      stops = views.value.map((view) => observations.observe(view))
      before.forEach((stop) => stop())
    },
  )

  watch(language, () => lesson.value && void read(lesson.value.id))

  /**
   * Tells what is opened of a learner's run in the Microscope, for the checks that ask for it: steps that are
   * passed on the way to another one are not seen.
   */
  function visit(stepId: string, runId: string): void {
    if (!microscope.isOfShownRun || microscope.step?.id !== stepId || runs.selectedId !== runId) return
    const isLearners = [...progress.values()].some((its) => Object.values(its.runs).includes(runId))
    const place = placeOf(stepId)
    if (isLearners && place !== null) void client.request['lesson:visit']({ runId, place })
  }
  watch(
    () => (microscope.isOfShownRun ? (microscope.step?.id ?? null) : null),
    (id) => {
      const runId = runs.selectedId
      if (id !== null && runId !== null) setTimeout(() => visit(id, runId), SEEN_MS)
    },
  )

  return {
    ...{ list, lesson, index, step, current, failure, isBusy, runBlocks },
    ...{ load, open, close, goTo, start, answer, setSeat, progressOf, runIdOf },
    ...{ moved, saveProgress, takeProgress, checking, check, cancelCheck },
    show: (runId: string) => runs.open(runId),
  }
})

/** A step of the Microscope as a check asks for it: `microscope/backward/3`, t from 1. */
function placeOf(stepId: string): string | null {
  const [phase, , t] = stepId.split('.')
  if (phase === 'gradients') return 'microscope/gradients'
  if (phase !== 'forward' && phase !== 'backward') return null
  return `microscope/${phase}/${Number(t) + 1}`
}
