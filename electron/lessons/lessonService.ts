import type {
  AnswerValue,
  LessonList,
  LessonOutcome,
  LessonProgress,
  Preset,
  ShownLesson,
} from '../../core/contract/lessons'
import { reason } from '../../core/contract/reasons'
import { fail, failInWords, succeed, type Result } from '../../core/contract/result'
import type { Experiment } from '../../core/experiment/experiment'
import { acceptsAnswer, markedAtOnce } from '../../core/lessons/answers'
import { digestOf } from '../../core/lessons/digest'
import type { Changes, Lesson } from '../../core/lessons/lesson'
import { runsOf } from '../../core/lessons/parse'
import { experimentOf } from '../../core/lessons/runs'
import { predictionsBefore, questionKey, questionsOf, viewsOf } from '../../core/lessons/shown'
import { showText } from '../../core/text/foreign'
import { randomUUID } from 'node:crypto'
import { newRunId } from '../store/catalog'
import type { RunCatalog } from '../runs/runCatalog'
import type { RunListener } from '../runs/run'
import type { RunStart } from '../runs/startRun'
import { createChecking, PROVED_SEEDS } from './checking'
import { createGallery } from './gallery'
import type { Spawn } from './playRun'
import { createJudging } from './judging'
import type { LessonShelf, ShelvedLesson } from './lessonShelf'
import type { ProgressStore } from './progressFile'
import { entryOf, shownIn } from './shelved'
import { createProgressTransfer, type ProgressTransfer, type TransferParts } from './transferProgress'

/** The lessons, their runs, and what a learner has done, for the windows. */
export interface LessonService extends ProgressTransfer {
  list(): Promise<LessonList>
  presets(language: string): Promise<Preset[]>
  open(id: string, language: string): Promise<Result<ShownLesson>>
  goTo(id: string, step: string): Promise<Result<Record<string, never>>>
  /** Starts one of its runs with a learner's changes, and its twin beside it. */
  start(id: string, run: string, changes: Changes): Promise<Result<{ runId: string }>>
  startPreset(preset: string): Promise<Result<{ runId: string }>>
  answer(id: string, question: string, answer: AnswerValue): Promise<Result<LessonProgress>>
  visit(runId: string, place: string): void
  setSeat(seat: number): Promise<void>
  /** Proves a lesson; see `Checking`. */
  check(id: string): Promise<Result<{ isWhole: boolean }>>
  cancelCheck(): void
  /** Has to hear of the catalog's runs. */
  readonly listener: RunListener
  dispose(): Promise<void>
}

export interface LessonServiceOptions {
  readonly shelf: LessonShelf
  /** Opens what the learner has done before. */
  openProgress(): Promise<ProgressStore>
  readonly catalog: Pick<RunCatalog, 'start' | 'trainAside' | 'get'>
  /** The gallery's file. */
  readonly gallery: string
  progressed(lesson: string, progress: LessonProgress): void
  /** Makes the threads in which a lesson is proved. */
  readonly spawn: Spawn
  checked(lesson: string, outcome: LessonOutcome): void
  readonly askWhere: TransferParts['askWhere']
}

const newId = () => newRunId(new Date(), randomUUID())

const noProgressYet = ({ version }: Lesson): LessonProgress => ({
  ...{ version, step: null, answers: {}, checks: {}, runs: {} },
})

export function createLessonService(options: LessonServiceOptions): LessonService {
  const { shelf, catalog, progressed } = options
  let opening: Promise<ProgressStore> | null = null
  let store: ProgressStore | null = null
  const known = new Map<string, ShelvedLesson>()
  const checking = createChecking(options)
  const gallery = createGallery(options.gallery)

  async function load(): Promise<ProgressStore> {
    opening ??= options.openProgress()
    return (store = await opening)
  }

  async function readShelf() {
    const read = await shelf.read()
    known.clear()
    for (const each of read.lessons) known.set(each.lesson.id, each)
    return read
  }

  async function found(id: string): Promise<Result<ShelvedLesson>> {
    if (!known.has(id)) await readShelf()
    const lesson = known.get(id)
    return lesson ? succeed(lesson) : fail('invalidRequest', reason('noLesson', { id: showText(id) }))
  }

  /** Of a lesson, begun where there is none. */
  function progressOf(progress: ProgressStore, lesson: Lesson): LessonProgress {
    return (progress.progress.lessons[lesson.id] ??= noProgressYet(lesson))
  }

  /** What a window is to know: answers to questions that are asked otherwise now are kept, and not shown. */
  function shownProgress(lesson: Lesson, progress: LessonProgress): LessonProgress {
    const keys = new Map(questionsOf(lesson).map((block) => [block.id, digestOf(questionKey(block))]))
    const answers = Object.entries(progress.answers).filter(([id, { of }]) => keys.get(id) === of)
    const checks = Object.entries(progress.checks).filter(([id]) => keys.has(id))
    return { ...progress, answers: Object.fromEntries(answers), checks: Object.fromEntries(checks) }
  }

  async function keep(progress: ProgressStore, lesson: Lesson): Promise<LessonProgress> {
    const its = progressOf(progress, lesson)
    its.version = lesson.version
    const shown = shownProgress(lesson, its)
    progressed(lesson.id, shown)
    await progress.save()
    return shown
  }

  const judging = createJudging({
    get: (runId) => {
      const run = catalog.get(runId)
      return run.ok ? run.value : null
    },
    lessonOf: (id) => known.get(id)?.lesson ?? null,
    progress: () => store?.progress.lessons ?? {},
    judged: (lesson) => {
      if (store) void keep(store, lesson)
    },
  })

  const transfer = createProgressTransfer({
    load,
    askWhere: options.askWhere,
    hasRun: (runId) => catalog.get(runId).ok,
    taken: () => judging.lookAgain(),
  })

  function experimentFor(
    lesson: Lesson,
    run: string,
    given: { readonly seed: number; readonly changes?: Changes },
  ): Result<Experiment> {
    try {
      return succeed(experimentOf(runsOf(lesson), run, given))
    } catch (error) {
      return failInWords('invalidExperiment', showText(error instanceof Error ? error.message : '', 500))
    }
  }

  /**
   * Starts a run and its twin, which are the learner's from then on. The first is shown, as any run that is
   * started is; the runs before them stay where they are kept.
   */
  async function startAll(
    progress: ProgressStore,
    lesson: Lesson,
    run: string,
    start: RunStart & { readonly runId: string },
    twin: Experiment | null,
  ): Promise<Result<{ runId: string }>> {
    const its = progressOf(progress, lesson)
    const { runs, checks } = its
    const twinId = newId()
    its.runs = { ...runs, [run]: start.runId, ...(twin ? { [`${run}.twin`]: twinId } : {}) }
    judging.reopen(lesson, run)
    const started = await catalog.start(start)
    if (!started.ok) {
      Object.assign(its, { runs, checks })
      return started
    }
    if (twin) await catalog.trainAside({ ...start, runId: twinId, experiment: twin })
    await keep(progress, lesson)
    judging.lookAgain()
    return succeed({ runId: start.runId })
  }

  async function list(): Promise<LessonList> {
    const progress = await load()
    const { lessons, problems, folderProblem } = await readShelf()
    shelf.watch()
    judging.lookAgain()
    const all = lessons.map(({ lesson }) => [lesson, progress.progress.lessons[lesson.id]] as const)
    return {
      lessons: lessons.map(entryOf),
      problems: problems.slice(0, 100).map(({ file, line, text }) => ({ file, line, text })),
      folder: shelf.folder,
      folderProblem,
      seat: progress.progress.seat,
      progress: Object.fromEntries(
        all.flatMap(([lesson, its]) => (its ? [[lesson.id, shownProgress(lesson, its)]] : [])),
      ),
      progressProblem: progress.problem,
    }
  }

  return {
    list,
    presets: (language) => gallery.presets(language),
    async open(id, language) {
      const lesson = await found(id)
      return lesson.ok ? succeed(shownIn(lesson.value, language)) : lesson
    },
    async goTo(id, step) {
      const lesson = await found(id)
      if (!lesson.ok) return lesson
      const progress = await load()
      if (lesson.value.lesson.steps.some((each) => each.id === step)) {
        progressOf(progress, lesson.value.lesson).step = step
        await keep(progress, lesson.value.lesson)
      }
      return succeed({})
    },
    async start(id, run, changes) {
      const progress = await load()
      const shelved = await found(id)
      if (!shelved.ok) return shelved
      const { lesson } = shelved.value
      const block = runsOf(lesson).find((each) => each.id === run)
      if (!block) return fail('invalidRequest', reason('noLessonRun', { lesson: id, id: showText(run) }))
      const locked = Object.keys(changes).filter((path) => lesson.lock?.includes(path))
      if (locked.length > 0) {
        const fields = locked.join(', ')
        return fail('invalidRequest', reason('lessonLocks', { lesson: showText(lesson.title), fields }))
      }
      const { answers } = shownProgress(lesson, progressOf(progress, lesson))
      if (predictionsBefore(lesson, run).some((each) => !answers[each.id])) {
        return fail('invalidRequest', reason('predictFirst'))
      }
      const seed = progress.progress.seat % PROVED_SEEDS.length
      const experiment = experimentFor(lesson, run, { seed, changes })
      if (!experiment.ok) return experiment
      const twin = block.twin ? experimentFor(lesson, `${run}.twin`, { seed, changes }) : null
      if (twin && !twin.ok) return twin
      const start = {
        ...{ runId: newId(), experiment: experiment.value, speed: block.speed ?? null, paused: false },
        views: viewsOf(lesson, run),
      }
      return startAll(progress, lesson, run, start, twin?.value ?? null)
    },
    async startPreset(preset) {
      const progress = await load()
      const experiment = await gallery.experiment(preset, progress.progress.seat % PROVED_SEEDS.length)
      if (!experiment.ok) return experiment
      const start: RunStart = { experiment: experiment.value, speed: null, paused: false, views: [] }
      const started = await catalog.start(start)
      return started.ok ? succeed({ runId: started.value.runId }) : started
    },
    async answer(id, question, answer) {
      const progress = await load()
      const shelved = await found(id)
      if (!shelved.ok) return shelved
      const { lesson } = shelved.value
      const block = questionsOf(lesson).find((each) => each.id === question)
      if (!block || block.kind === 'check')
        return fail('invalidRequest', reason('noQuestion', { lesson: id, id: showText(question) }))
      if (!acceptsAnswer(block, answer)) return fail('invalidRequest', reason('badAnswer'))
      const of = digestOf(questionKey(block))
      const its = progressOf(progress, lesson)
      const before = its.answers[question]
      if (before?.of === of && block.kind !== 'write') return fail('invalidRequest', reason('answeredBefore'))
      const isRight = markedAtOnce(lesson, block, answer)
      const at = new Date().toISOString()
      its.answers = { ...its.answers, [question]: { value: answer, at, of, isRight, measured: null } }
      const shown = await keep(progress, lesson)
      judging.lookAgain()
      return succeed(shown)
    },
    visit(runId, place) {
      judging.visited(runId, place)
    },
    async setSeat(seat) {
      const progress = await load()
      progress.progress.seat = seat
      await progress.save()
    },
    async check(id) {
      const lesson = await found(id)
      return lesson.ok ? succeed({ isWhole: await checking.check(lesson.value.lesson) }) : lesson
    },
    cancelCheck: () => checking.cancel(),
    ...transfer,
    listener: judging.listener,
    async dispose() {
      checking.cancel()
      shelf.dispose()
      judging.dispose()
      await store?.save()
    },
  }
}
