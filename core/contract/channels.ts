/*
 * The names of all messages between the window and the main process, and the bridge that carries them: all
 * that the preload script needs, without the library of schemas. `ipc.ts` gives every name its schemas; the
 * compiler refuses a table that lacks one or has one too many.
 */

/** Window to main. */
export const requestNames = [
  'app:info',
  'data:take',
  'data:get',
  'settings:get',
  'settings:set',
  'run:list',
  'run:start',
  'run:branch',
  'run:cancelBranch',
  'run:pause',
  'run:resume',
  'run:step',
  'run:stepBack',
  'run:tune',
  'run:speed',
  'run:shelve',
  'run:unshelve',
  'run:subscribe',
  'run:unsubscribe',
  'run:ack',
  'run:observe',
  'run:inspectNext',
  'run:inspectUpdate',
  'run:recompute',
  'run:cancelInspect',
  'run:write',
  'run:stop',
  'run:enqueue',
  'kept:list',
  'kept:checkpoints',
  'kept:rename',
  'kept:annotate',
  'kept:curve',
  'kept:curveOverview',
  'kept:flow',
  'kept:states',
  'kept:compareWeights',
  'kept:cancelComparison',
  'kept:delete',
  'kept:restore',
  'kept:leave',
  'kept:open',
  'exchange:export',
  'exchange:pack',
  'exchange:drag',
  'exchange:copyChart',
  'exchange:import',
  'exchange:importFolder',
  'group:start',
  'group:list',
  'group:stop',
  'lesson:list',
  'lesson:saveProgress',
  'lesson:check',
  'lesson:cancelCheck',
  'lesson:takeProgress',
  'lesson:presets',
  'lesson:open',
  'lesson:goTo',
  'lesson:start',
  'lesson:preset',
  'lesson:answer',
  'lesson:visit',
  'lesson:seat',
  'verify:homework',
  'verify:references',
  'verify:reference',
  'verify:referenceFile',
  'verify:gradient',
  'verify:trace',
  'verify:program',
  'verify:slip',
  'verify:guess',
  'verify:rtrl',
  'verify:selfTest',
  'verify:cancel',
  'window:close',
  'window:present',
] as const
export type RequestName = (typeof requestNames)[number]

/** Main to window. */
export const eventNames = [
  'run:overview',
  'run:batch',
  'run:changed',
  'run:sample',
  'run:observation',
  'run:recomputing',
  'run:branching',
  'run:removed',
  'run:cut',
  'settings:changed',
  'storage:failed',
  'storage:recovered',
  'kept:changed',
  'kept:comparing',
  'group:changed',
  'lesson:changed',
  'lesson:progress',
  'lesson:checked',
  'verify:progress',
  'verify:tested',
  'window:closing',
  'window:presenting',
] as const
export type EventName = (typeof eventNames)[number]

/** The name under which the preload script puts the bridge on `window`. */
export const BRIDGE = 'unroll'

/** What the preload script exposes: one function a request, one subscription an event, nothing else. */
export interface Bridge {
  readonly request: Readonly<Record<RequestName, (payload: unknown) => Promise<unknown>>>
  /** Each returns the function that ends the subscription. */
  readonly on: Readonly<Record<EventName, (listener: (payload: unknown) => void) => () => void>>
}
