import type { EventName, RequestName } from './channels'
import { bytesSchema, dataNameSchema, dataReadingSchema, ownDataSchema, readingOfSchema } from './data'
import { nextStatesSchema, recordedFlowSchema } from './inside'
import { curveOverviewSchema, curveSchema, logEndSchema } from './curve'
import { experimentSchema } from '../experiment/schema'
import {
  copyChartRequestSchema,
  exportRequestSchema,
  importFolderRequestSchema,
  importRequestSchema,
  packRequestSchema,
} from './exchange'
import { groupRequestSchema, groupStateSchema } from './groups'
import { annotationSchema, keptCheckpointSchema, keptEntrySchema, MOST_NAME_CHARACTERS } from './kept'
import { observationSchema } from './observation'
import { writingSchema } from './outputs'
import {
  batchSchema,
  overviewSchema,
  tuningEventSchema,
  runStateSchema,
  runSummarySchema,
  sampleSchema,
  speedSchema,
  tuningSchema,
} from './run'
import { reasonSchema } from './reasonSchema'
import { traceSchema } from './trace'
import { lessonCheckedEventSchema, lessonProgressEventSchema, lessonRequests } from './lessons'
import { keptViews, MOST_RECOMPUTED, viewNames } from './views'
import { z } from '../experiment/zod'
import { verifyProgressSchema, verifyRequests, verifyTestedSchema } from './verify'
import { weightComparisonSchema } from './weights'

/*
 * Every message between the window and the main process, once. The preload bridge, the router in the main
 * process and the client in the window are loops over the channels: a new message is its name there, its
 * schemas here, and its handler.
 */

const nothing = z.strictObject({})
/** An id as a window sends it: longer than any, and short enough to be repeated in a message. */
const runIdSchema = z.string().max(100)
const ofRun = z.strictObject({ runId: runIdSchema })
const runIdsSchema = z.array(runIdSchema).min(1).max(10_000)
const viewsSchema = z.array(z.enum(viewNames)).max(viewNames.length)

/**
 * What can become of runs that train when the window is closed: they train on without a window; they are
 * paused, and go on when the app is started again; or they end.
 */
export const closeChoices = ['background', 'pause', 'stop'] as const

export const settingsSchema = z.strictObject({
  locale: z.enum(['en', 'zh-CN']),
  theme: z.enum(['system', 'light', 'dark']),
  /**
   * Whether keys of letters, digits and signs do something by themselves, without being asked for by a
   * control.
   */
  characterKeys: z.boolean(),
  /** In which letters the Microscope writes: PyTorch's, or the handout's of the homework; or NNDL's. */
  notation: z.enum(['pytorch', 'textbook']),
  /** What becomes of runs that train when the window is closed. */
  onClose: z.enum(['ask', ...closeChoices]),
})
export type Settings = z.output<typeof settingsSchema>

/** Window to main: each answers with a `Result` of its reply. */
export const requests = {
  /** Versions and the system this runs on. */
  'app:info': {
    request: nothing,
    reply: z.strictObject({
      version: z.string(),
      electron: z.string(),
      chrome: z.string(),
      node: z.string(),
      platform: z.string(),
    }),
  },
  /**
   * Takes in a file of the person's own, whose bytes the window has: keeps a copy, and answers with what names
   * it in an experiment. Refused where it cannot be read as what it is to be.
   */
  'data:take': {
    request: z.strictObject({
      reading: readingOfSchema,
      file: z.string().min(1).max(255),
      bytes: bytesSchema,
    }),
    reply: dataNameSchema,
  },
  /** The person's own data of an experiment, read. */
  'data:get': { request: z.strictObject({ reading: dataReadingSchema }), reply: ownDataSchema },
  /** The person's settings; before the first choice the locale is the system's. */
  'settings:get': { request: nothing, reply: settingsSchema },
  /** Changes some settings, stores them and answers with all. */
  'settings:set': { request: settingsSchema.partial(), reply: settingsSchema },
  /** All runs, oldest first, also one whose network is being built: what a window (re)loads with. */
  'run:list': { request: nothing, reply: z.array(runSummarySchema) },
  /**
   * Starts a run (paused if asked, so that it can be stepped) and answers once its network is built, or,
   * where as many train as may, with a run that waits for its turn; until then it is in the list as
   * `building`, and can be stopped. `views` are those that the window will subscribe to: they are observed
   * from the first update on. Runs that train go on; others that are not set aside are, once the new network
   * is built. Fails as `cancelled` where the run is stopped before that, or another is started.
   */
  'run:start': {
    request: z.strictObject({
      experiment: experimentSchema,
      speed: speedSchema,
      paused: z.boolean(),
      views: viewsSchema,
    }),
    reply: runSummarySchema,
  },
  /**
   * Starts a run, as `run:start` does, from where another one stood after `update` updates. The experiment
   * may differ in how it goes on: see `canChangeInBranch`. The branch's curves begin there. Where no checkpoint
   * is kept of that update, those since the kept one before it are made again first, with `run:branching`.
   */
  'run:branch': {
    request: z.strictObject({
      parent: z.strictObject({ id: runIdSchema, update: z.int().min(0) }),
      experiment: experimentSchema,
      speed: speedSchema,
      paused: z.boolean(),
      views: viewsSchema,
    }),
    reply: runSummarySchema,
  },
  /** Gives up a branch off this run that is still being computed: it fails as `cancelled`. */
  'run:cancelBranch': { request: ofRun, reply: nothing },
  /** Pauses after the update in hand. Pausing a paused run is fine. */
  'run:pause': { request: ofRun, reply: runStateSchema },
  /** Goes on. Resuming a running run is fine. */
  'run:resume': { request: ofRun, reply: runStateSchema },
  /** Pauses, makes one update, stays paused. */
  'run:step': { request: ofRun, reply: runStateSchema },
  /**
   * Takes the newest update back: the run is paused where it was before it, and its log ends there. Refused
   * of a run that trains, has made no update or is not kept.
   */
  'run:stepBack': { request: ofRun, reply: runStateSchema },
  /**
   * Changes learning rate or clip threshold from the next update on; answers with the tuning events it made.
   */
  'run:tune': {
    request: z.strictObject({ runId: runIdSchema, tuning: tuningSchema }),
    reply: z.array(tuningEventSchema),
  },
  /** Sets the speed in updates a second; null is as fast as possible. */
  'run:speed': { request: z.strictObject({ runId: runIdSchema, speed: speedSchema }), reply: speedSchema },
  /**
   * Pauses a run and sets it aside: no window shows it by itself any more. The newest three are kept, with
   * their threads as long as there is memory for them.
   */
  'run:shelve': { request: ofRun, reply: runStateSchema },
  /** Brings a run back, paused or ended as it is; the one that is shown is set aside in its place. */
  'run:unshelve': { request: ofRun, reply: runSummarySchema },
  /**
   * Streams a run to this window until it unsubscribes: `run:batch` from update `from` on, `run:sample`, and
   * `run:observation` with `views`, beginning with what is known of them. Subscribing again starts the stream
   * anew.
   */
  'run:subscribe': {
    request: z.strictObject({ runId: runIdSchema, from: z.int().min(0), views: viewsSchema }),
    reply: runSummarySchema,
  },
  'run:unsubscribe': { request: ofRun, reply: nothing },
  /** Says that everything before `nextUpdate` has arrived: only then is the next batch sent. */
  'run:ack': { request: z.strictObject({ runId: runIdSchema, nextUpdate: z.int().min(0) }), reply: nothing },
  /**
   * Changes the views that a subscribed window gets of a run; what is known of them comes at once. What no
   * window shows is not computed.
   */
  'run:observe': { request: z.strictObject({ runId: runIdSchema, views: viewsSchema }), reply: nothing },
  /**
   * Pauses, makes one update and answers with everything that it computes. Where the run ends with it, or has
   * just ended, it is the update that the run ended with.
   */
  'run:inspectNext': { request: ofRun, reply: traceSchema },
  /**
   * Recomputes an update that was made, to the same bits, and answers with everything that it computes; of a
   * run that diverged also the update that failed. The run waits meanwhile and then goes on as before. Fails
   * as `cancelled` once something else is asked of the run.
   */
  'run:inspectUpdate': {
    request: z.strictObject({ runId: runIdSchema, update: z.int().min(0) }),
    reply: traceSchema,
  },
  /**
   * Observes views of updates that were made, by recomputing these updates to the same bits, and adds them to
   * the run's history; every subscribed window gets them as `run:observation`. Where all updates would take
   * too long, fewer are recomputed. Answers with which they are. The run waits meanwhile and
   * then goes on as before. Fails as `cancelled` once something else is asked of the run; what is observed by
   * then stays. `withinMs` is the time after which it is over, whatever it has by then; without it that is
   * less than a minute.
   */
  'run:recompute': {
    request: z.strictObject({
      runId: runIdSchema,
      views: z.array(z.enum(keptViews)).min(1).max(keptViews.length),
      updates: z.array(z.int().min(0)).min(1).max(MOST_RECOMPUTED),
      withinMs: z.int().min(1).optional(),
    }),
    reply: z.strictObject({ updates: z.array(z.int().min(0)) }),
  },
  /** Ends a recomputation, if one is under way. */
  'run:cancelInspect': { request: ofRun, reply: nothing },
  /**
   * Has the network of a run on a text write, with the weights that it has now, and every later text like it;
   * every subscribed window gets the text as `run:observation`. Refused for a prompt with characters that the
   * network does not know.
   */
  'run:write': { request: z.strictObject({ runId: runIdSchema, writing: writingSchema }), reply: nothing },
  /** Ends a run; its updates can still be inspected. One whose network is being built leaves the list. */
  'run:stop': { request: ofRun, reply: runStateSchema },
  /** Gives a run that is queued another place in the queue: 0 is the next to begin. */
  'run:enqueue': { request: z.strictObject({ runId: runIdSchema, place: z.int().min(0) }), reply: nothing },
  /**
   * The runs in the data folder, oldest first; of very many those that were read within moments, and how many
   * are `unread`. From then on the window gets `kept:changed`, with the others too.
   */
  'kept:list': {
    request: nothing,
    reply: z.strictObject({ folder: z.string(), runs: z.array(keptEntrySchema), unread: z.int().min(0) }),
  },
  /** Of which of its updates a run keeps checkpoints, also while any process trains it. */
  'kept:checkpoints': {
    request: ofRun,
    reply: z.strictObject({ checkpoints: z.array(keptCheckpointSchema) }),
  },
  'kept:rename': {
    request: z.strictObject({ runId: runIdSchema, name: z.string().max(MOST_NAME_CHARACTERS) }),
    reply: keptEntrySchema,
  },
  /** Changes what a person says of runs, all alike; what is left out stays. */
  'kept:annotate': {
    request: z.strictObject({
      runIds: runIdsSchema,
      ...annotationSchema.omit({ tags: true }).partial().shape,
      /** Tags that each gets, and that none has any more. */
      addTags: annotationSchema.shape.tags.default([]),
      removeTags: z.array(z.string()).default([]),
    }),
    reply: z.array(keptEntrySchema),
  },
  /**
   * The curves of a run of the data folder, whoever trains it: of one that was read before, what has been
   * added since.
   */
  'kept:curve': {
    request: z.strictObject({
      runId: runIdSchema,
      from: logEndSchema.nullable(),
      /** Whether what each update took is wanted too. */
      withMs: z.boolean(),
    }),
    reply: curveSchema,
  },
  /**
   * What these curves look like, for whoever has nothing of a long run: the updates themselves come slower.
   */
  'kept:curveOverview': {
    request: z.strictObject({
      runId: runIdSchema,
      smoothing: z.number().min(0).max(1),
      /** So many stretches of them are told apart: one a column of pixels. */
      stretches: z.int().min(1).max(10_000),
    }),
    reply: curveOverviewSchema,
  },
  /** As it was recorded of a run of the data folder, thinned to what a figure among others shows. */
  'kept:flow': { request: z.strictObject({ runId: runIdSchema }), reply: recordedFlowSchema },
  /** Computed for it, in a thread of its own. */
  'kept:states': { request: z.strictObject({ runId: runIdSchema }), reply: nextStatesSchema },
  /**
   * Makes two runs again, update by update and to the same bits, and says how far their weights are apart. One
   * at a time: the one before ends as `cancelled`.
   */
  'kept:compareWeights': {
    request: z.strictObject({ runIds: z.tuple([runIdSchema, runIdSchema]) }),
    reply: weightComparisonSchema,
  },
  /** Gives that up. */
  'kept:cancelComparison': { request: nothing, reply: nothing },
  /** Moves runs into the data folder's bin, all or none. One that is being trained is refused. */
  'kept:delete': { request: z.strictObject({ runIds: runIdsSchema }), reply: nothing },
  /** Brings runs back from the bin. */
  'kept:restore': { request: z.strictObject({ runIds: runIdsSchema }), reply: nothing },
  /** Offers these killed runs for resuming no more. They stay interrupted. */
  'kept:leave': { request: z.strictObject({ runIds: runIdsSchema }), reply: nothing },
  /**
   * Takes a kept run into the list of `run:list`, as it stands, without a thread: its log is read from disk,
   * and a thread is made when something is asked of it that needs one. `run:resume` goes on with it. One that
   * is in the list already is answered as it is.
   */
  'kept:open': { request: ofRun, reply: runSummarySchema },
  /**
   * Trains a group of runs, which wait for their turn among all others and lie in the data folder. What has
   * ended before is taken as it is, what has not is gone on with. Fails as `invalidExperiment` with what is
   * wrong, by field.
   */
  /**
   * Asks the person for a place and writes a run there for other programs; answers with the place, which is
   * null where the person has thought better of it.
   */
  'exchange:export': {
    request: exportRequestSchema,
    reply: z.strictObject({ path: z.string().nullable(), told: z.array(reasonSchema) }),
  },
  /** Packs a run as a zip in a temporary folder, from where `exchange:drag` takes it. */
  'exchange:pack': { request: packRequestSchema, reply: z.strictObject({ told: z.array(reasonSchema) }) },
  /** Goes on as the system's drag of a run that was packed, while the person holds the button. */
  'exchange:drag': { request: z.strictObject({ runId: z.string().max(100) }), reply: nothing },
  /** Puts a chart's picture on the clipboard, as PNG of two pixels for each of its size. */
  'exchange:copyChart': {
    request: copyChartRequestSchema,
    reply: z.strictObject({ told: z.array(reasonSchema) }),
  },
  /** Takes in a run as a zip, an experiment, or weights, as a run that waits or has ended. */
  /** The same of a run's folder. */
  'exchange:importFolder': {
    request: importFolderRequestSchema,
    reply: z.strictObject({ runId: z.string(), told: z.array(reasonSchema) }),
  },
  'exchange:import': {
    request: importRequestSchema,
    reply: z.strictObject({ runId: z.string(), told: z.array(reasonSchema) }),
  },
  'group:start': { request: z.strictObject({ group: groupRequestSchema }), reply: groupStateSchema },
  /** The groups that were started since the app was, oldest first. */
  'group:list': { request: nothing, reply: z.array(groupStateSchema) },
  /** Begins no further run of a group, and ends those that train. Started again it goes on. */
  'group:stop': { request: z.strictObject({ id: z.string().max(100) }), reply: groupStateSchema },
  ...lessonRequests,
  ...verifyRequests,
  /** Answers `window:closing`: closes the window, and does this with the runs that train. */
  'window:close': {
    request: z.strictObject({ choice: z.enum(closeChoices), remember: z.boolean() }),
    reply: nothing,
  },
  /**
   * Enlarges the page so that it is readable from the last row, or shows it as large as before. A window that
   * changes its size meanwhile keeps it so; a page that is loaded anew ends it.
   */
  'window:present': { request: z.strictObject({ isOn: z.boolean() }), reply: nothing },
} as const satisfies Record<RequestName, { request: z.ZodObject; reply: z.ZodType }>

/** Main to window. */
export const events = {
  /**
   * What a long log looks like, for a subscribed window that has none of it yet. The stretches follow once the
   * window has acknowledged that, with as many updates as it had.
   */
  'run:overview': overviewSchema,
  /** The next stretch of the log for a subscribed window. */
  'run:batch': batchSchema,
  /** State, tuning events or figures of a run changed. Goes to every window. */
  'run:changed': runSummarySchema,
  /** The newest sample for a subscribed window, a few times a second at most, and at every pause. */
  'run:sample': z.strictObject({ runId: z.string(), sample: sampleSchema }),
  /** Views that a subscribed window asked for; see there how often. Each view is null where it is not due. */
  'run:observation': z.strictObject({ runId: z.string(), observation: observationSchema }),
  /** How far `run:recompute` is: `made` of `planned` updates, a few times a second. Goes to every window. */
  'run:recomputing': z.strictObject({
    runId: z.string(),
    made: z.int().min(0),
    planned: z.int().min(1),
  }),
  /**
   * How far a branch off a run is before it begins: `made` of `planned` updates are made again, a few times a
   * second. Goes to every window.
   */
  'run:branching': z.strictObject({ runId: z.string(), made: z.int().min(0), planned: z.int().min(1) }),
  /** A run is no longer in the list. Goes to every window. */
  'run:removed': ofRun,
  /** Updates of a run were taken back: its log has this length now. Goes to every window. */
  'run:cut': z.strictObject({ runId: z.string(), length: z.int().min(0) }),
  /** Settings changed, from whichever window or menu. */
  'settings:changed': settingsSchema,
  /**
   * Something could not be stored or read, for the file system's reason in `message`. Of settings it holds
   * until the app quits. Goes to every window.
   */
  'storage:failed': z.strictObject({ what: z.enum(['settings', 'run']), why: reasonSchema }),
  /** What `storage:failed` said of a run is over. Goes to every window. */
  'storage:recovered': z.strictObject({ why: reasonSchema }),
  /**
   * Runs of the data folder that are new or have changed, those that are gone, and how many there are that
   * were not read yet. Goes to every window.
   */
  'kept:changed': z.strictObject({
    changed: z.array(keptEntrySchema),
    removed: z.array(z.string()),
    unread: z.int().min(0),
  }),
  /** What `kept:compareWeights` has found so far, some times a second. Goes to every window. */
  'kept:comparing': weightComparisonSchema,
  /** How far a group is. Goes to every window. */
  'group:changed': groupStateSchema,
  /** Lessons, or their files, are others than they were: whoever shows them asks anew. Goes to every window. */
  'lesson:changed': nothing,
  'lesson:progress': lessonProgressEventSchema,
  'lesson:checked': lessonCheckedEventSchema,
  'verify:progress': verifyProgressSchema,
  'verify:tested': verifyTestedSchema,
  /** The window was asked to close while so many runs train: whoever sees it chooses, or lets it be. */
  'window:closing': z.strictObject({ training: z.int().min(1) }),
  /** The menu asks the page to present, or to leave that. */
  'window:presenting': nothing,
} as const satisfies Record<EventName, z.ZodType>

export type RequestOf<N extends RequestName> = z.input<(typeof requests)[N]['request']>
export type ParsedRequestOf<N extends RequestName> = z.output<(typeof requests)[N]['request']>
export type ReplyOf<N extends RequestName> = z.output<(typeof requests)[N]['reply']>
export type EventOf<N extends EventName> = z.output<(typeof events)[N]>
