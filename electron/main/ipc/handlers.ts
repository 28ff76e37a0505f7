import type { RequestName } from '../../../core/contract/channels'
import type { ParsedRequestOf, ReplyOf } from '../../../core/contract/ipc'
import { dataOf } from '../../../core/experiment/ownData'
import type { Result } from '../../../core/contract/result'
import { reason } from '../../../core/contract/reasons'
import { fail, succeed } from '../../../core/contract/result'
import type { Run } from '../../runs/run'
import type { RunCatalog } from '../../runs/runCatalog'
import type { RunSubscriptions, WindowPort } from '../../runs/runSubscriptions'
import { deleteKept } from '../keptRuns'
import { listing } from '../../../core/homework/program'
import type { OwnData } from '../../../core/data/table'
import { providedData } from '../../../core/data/table'
import type { Experiment } from '../../../core/experiment/experiment'
import { referenceNames } from '../../verify/shippedReferences'
import type { Verifier } from '../../verify/verifier'
import type { Closing } from '../closing'
import type { Presenting } from '../window/presenting'
import { lookAtTrained } from '../keptRuns'
import type { Exchange } from '../exchange'
import type { HandOut } from '../handOut'
import type { OwnDataStore } from '../ownData'
import type { KeptRuns } from '../../store/keptRuns'
import type { WeightComparer } from '../../store/weightComparer'
import type { GroupService } from '../../sweep/groupService'
import type { LessonService } from '../../lessons/lessonService'
import type { SettingsStore } from '../settings/settingsStore'

type Answer<N extends RequestName> = Result<ReplyOf<N>>

/** What the main process does about each request, once its sender and payload are checked. */
export type Handlers = {
  [N in RequestName]: (payload: ParsedRequestOf<N>, window: WindowPort) => Answer<N> | Promise<Answer<N>>
}

export interface HandlerParts {
  /** Takes a run of the data folder into the catalog. */
  openKept(runId: string): Promise<Result<Run>>
  readonly closing: Pick<Closing, 'close'>
  readonly presenting: Presenting
  readonly catalog: RunCatalog
  readonly subscriptions: RunSubscriptions
  readonly kept: KeptRuns
  readonly weights: WeightComparer
  readonly groups: Pick<GroupService, 'start' | 'list' | 'stop'>
  readonly lessons: Pick<LessonService, Exclude<keyof LessonService, 'listener' | 'dispose'>>
  readonly ownData: OwnDataStore
  readonly exchange: Exchange
  readonly verifier: Pick<Verifier, 'run' | 'cancel'>
  readonly handOut: Omit<HandOut, 'dispose'>
  readonly settings: SettingsStore
  readonly info: ReplyOf<'app:info'>
}

/** Of very many runs those that are read in so many milliseconds are shown at once. */
const FIRST_LIST_MS = 250
/** A run's tuning events go to every window with every summary, so there is an end to them. */
const MOST_TUNINGS = 500

export function createHandlers(parts: HandlerParts): Handlers {
  const { catalog, subscriptions, settings, info, kept, weights, openKept, closing } = parts
  const { ownData, groups, exchange, handOut, lessons, verifier } = parts
  const { get } = catalog
  const numTunings = new WeakMap<Run, number>()
  return {
    'app:info': () => succeed(info),
    'settings:get': () => succeed(settings.get()),
    'settings:set': (changes) => succeed(settings.set(changes)),
    'run:list': () => succeed(catalog.list().map((run) => run.summary())),
    'data:take': (given) => ownData.take(given),
    'data:get': ({ reading }) => ownData.get(reading),
    'run:start': async (start) =>
      ifFound(await ownData.ensure(dataOf(start.experiment.task)), async () =>
        ifFound(await catalog.start(start), (run) => succeed(run.summary())),
      ),
    'run:branch': async ({ parent, ...start }) =>
      ifFound(await catalog.branch(parent, start), (run) => succeed(run.summary())),
    'run:cancelBranch': ({ runId }) => {
      catalog.cancelBranch(runId)
      return succeed({})
    },
    'run:pause': ({ runId }) => ifFound(get(runId), ({ host }) => host.pause()),
    'run:resume': ({ runId }) => ifFound(get(runId), ({ host }) => host.resume()),
    'run:step': ({ runId }) => ifFound(get(runId), ({ host }) => host.step()),
    'run:stepBack': ({ runId }) => ifFound(get(runId), ({ host }) => host.stepBack()),
    'run:tune': ({ runId, tuning }) =>
      ifFound(get(runId), (run) => {
        const before = numTunings.get(run) ?? 0
        if (before === MOST_TUNINGS)
          return fail('invalidRequest', reason('tunedTooOften', { most: MOST_TUNINGS }))
        numTunings.set(run, before + 1)
        return run.host.tune(tuning)
      }),
    'run:speed': ({ runId, speed }) =>
      ifFound(get(runId), (run) => {
        run.setSpeed(speed)
        return succeed(speed)
      }),
    'run:shelve': ({ runId }) => catalog.shelve(runId),
    'run:unshelve': async ({ runId }) =>
      ifFound(await catalog.unshelve(runId), (run) => succeed(run.summary())),
    'run:subscribe': ({ runId, from, views }, window) =>
      ifFound(get(runId), (run) => {
        subscriptions.subscribe(window, run, { from, views })
        return succeed(run.summary())
      }),
    'run:unsubscribe': ({ runId }, window) => {
      subscriptions.unsubscribe(window.id, runId)
      return succeed({})
    },
    'run:ack': ({ runId, nextUpdate }, window) => {
      subscriptions.acknowledge(window.id, runId, nextUpdate)
      return succeed({})
    },
    'run:observe': ({ runId, views }, window) => {
      subscriptions.observe(window.id, runId, views)
      return succeed({})
    },
    'run:inspectNext': ({ runId }) => ifFound(get(runId), ({ host }) => host.inspectNext()),
    'run:inspectUpdate': ({ runId, update }) => ifFound(get(runId), ({ host }) => host.inspectUpdate(update)),
    'run:recompute': ({ runId, views, updates, withinMs }) =>
      ifFound(get(runId), async ({ host }) =>
        ifFound(await host.recompute(views, updates, withinMs), (recomputed) =>
          succeed({ updates: [...recomputed] }),
        ),
      ),
    'run:cancelInspect': ({ runId }) =>
      ifFound(get(runId), ({ host }) => {
        host.cancelInspect()
        return succeed({})
      }),
    'run:write': ({ runId, writing }) =>
      ifFound(get(runId), async ({ host }) => ifFound(await host.write(writing), () => succeed({}))),
    'run:enqueue': ({ runId, place }) =>
      ifFound(get(runId), () => {
        catalog.enqueue(runId, place)
        return succeed({})
      }),
    'kept:list': async () => {
      const list = await kept.list(FIRST_LIST_MS)
      if (list.ok) lookAtTrained(catalog, list.value.runs)
      kept.watch()
      return list
    },
    'kept:checkpoints': ({ runId }) => kept.checkpoints(runId),
    'kept:rename': ({ runId, name }) => kept.rename(runId, name),
    'kept:annotate': ({ runIds, ...changes }) => kept.annotate(runIds, changes),
    'kept:curve': ({ runId, from, withMs }) => kept.curve(runId, from, withMs),
    'kept:curveOverview': ({ runId, ...look }) => kept.curveOverview(runId, look),
    'kept:flow': ({ runId }) => kept.flow(runId),
    'kept:states': ({ runId }) => exchange.states(runId),
    'kept:delete': ({ runIds }) => deleteKept(catalog, kept, runIds),
    'kept:compareWeights': ({ runIds }) => weights.compare(runIds),
    'kept:cancelComparison': () => {
      weights.cancel()
      return succeed({})
    },
    'kept:restore': ({ runIds }) => kept.restore(runIds),
    'kept:leave': ({ runIds }) => kept.leave(runIds),
    'kept:open': async ({ runId }) => ifFound(await openKept(runId), (run) => succeed(run.summary())),
    'exchange:export': (asked) => exchange.export(asked),
    'exchange:pack': (asked) => handOut.pack(asked),
    'exchange:drag': ({ runId }, window) => handOut.drag(runId, window.id),
    'exchange:copyChart': (asked) => handOut.copyChart(asked),
    'exchange:importFolder': ({ folder, files }) => exchange.importFolder(folder, files),
    'exchange:import': ({ file, bytes }) => exchange.import(file, bytes),
    'group:start': ({ group }) => groups.start(group),
    'group:list': () => succeed([...groups.list()]),
    'group:stop': ({ id }) => groups.stop(id),
    'lesson:list': async () => succeed(await lessons.list()),
    'lesson:presets': async ({ language }) => succeed(await lessons.presets(language)),
    'lesson:open': ({ lesson, language }) => lessons.open(lesson, language),
    'lesson:goTo': ({ lesson, step }) => lessons.goTo(lesson, step),
    'lesson:start': ({ lesson, run, changes }) => lessons.start(lesson, run, changes),
    'lesson:preset': ({ preset }) => lessons.startPreset(preset),
    'lesson:answer': ({ lesson, id, answer }) => lessons.answer(lesson, id, answer),
    'lesson:visit': ({ runId, place }) => {
      lessons.visit(runId, place)
      return succeed({})
    },
    'lesson:check': ({ lesson }) => lessons.check(lesson),
    'lesson:cancelCheck': () => {
      lessons.cancelCheck()
      return succeed({})
    },
    'lesson:saveProgress': () => lessons.saveProgress(),
    'lesson:takeProgress': ({ file, bytes }) => lessons.takeProgress(file, bytes),
    'lesson:seat': async ({ seat }) => {
      await lessons.setSeat(seat)
      return succeed({})
    },
    'verify:references': () => succeed([...referenceNames]),
    'verify:program': () => succeed(listing()),
    'verify:homework': (asked) => verifier.run('homework', asked),
    'verify:reference': (asked) => verifier.run('reference', asked),
    'verify:referenceFile': (asked) => verifier.run('referenceFile', asked),
    'verify:gradient': (asked) => withData(ownData, asked, (data) => verifier.run('gradient', asked, data)),
    'verify:trace': (asked) => withData(ownData, asked, (data) => verifier.run('trace', asked, data)),
    'verify:slip': (asked) => verifier.run('slip', asked),
    'verify:guess': (asked) => verifier.run('guess', asked),
    'verify:rtrl': (asked) => verifier.run('rtrl', asked),
    'verify:selfTest': (asked) => verifier.run('selfTest', asked),
    'verify:cancel': ({ job }) => {
      verifier.cancel(job)
      return succeed({})
    },
    'window:close': async ({ choice, remember }) => {
      await closing.close(choice, remember)
      return succeed({})
    },
    'window:present': ({ isOn }) => {
      parts.presenting.set(isOn)
      return succeed({})
    },
    'run:stop': ({ runId }) => ifFound(get(runId), async ({ host }) => succeed(await host.stop())),
  }
}

/** The person's own data that an experiment needs, or null. */
async function withData<T>(
  ownData: OwnDataStore,
  { experiment }: { readonly experiment: Experiment },
  act: (data: OwnData | null) => Promise<Result<T>>,
): Promise<Result<T>> {
  const reading = dataOf(experiment.task)
  return ifFound(await ownData.ensure(reading), () => act(reading && providedData(reading)))
}

function ifFound<T, U>(found: Result<T>, act: (value: T) => U): U | Extract<Result<T>, { ok: false }> {
  return found.ok ? act(found.value) : found
}
