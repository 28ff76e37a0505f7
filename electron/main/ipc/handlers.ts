import type { RequestName } from '../../../core/contract/channels'
import type { ParsedRequestOf, ReplyOf } from '../../../core/contract/ipc'
import type { Result } from '../../../core/experiment/result'
import { succeed } from '../../../core/experiment/result'
import type { Registry } from '../../runs/registry'
import type { Watching, WindowPort } from '../../runs/runSubscriptions'
import type { SettingsStore } from '../settings/settingsStore'

type Answer<N extends RequestName> = Result<ReplyOf<N>>

/** What the main process does about each request, once its sender and payload are checked. */
export type Handlers = {
  [N in RequestName]: (payload: ParsedRequestOf<N>, window: WindowPort) => Answer<N> | Promise<Answer<N>>
}

export interface HandlerParts {
  readonly registry: Registry
  readonly watching: Watching
  readonly settings: SettingsStore
  readonly info: ReplyOf<'app:info'>
}

export function createHandlers({ registry, watching, settings, info }: HandlerParts): Handlers {
  const { find } = registry
  return {
    'app:info': () => succeed(info),
    'settings:get': () => succeed(settings.get()),
    'settings:set': (changes) => succeed(settings.set(changes)),
    'run:start': (request, window) => registry.start(request, watching.viewsOf(window.id)),
    'run:pause': ({ runId }) => ifFound(find(runId), ({ host }) => host.pause()),
    'run:resume': ({ runId }) => ifFound(find(runId), ({ host }) => host.resume()),
    'run:step': ({ runId }) => ifFound(find(runId), ({ host }) => host.step()),
    'run:tune': ({ runId, tuning }) => ifFound(find(runId), ({ host }) => host.tune(tuning)),
    'run:speed': ({ runId, speed }) =>
      ifFound(find(runId), (run) => {
        run.setSpeed(speed)
        return succeed(speed)
      }),
    'run:reset': ({ runId }) => registry.reset(runId),
    'run:restore': ({ runId }) => registry.restore(runId),
    'run:current': async () => succeed(await registry.current()),
    'run:watch': ({ runId, from }, window) =>
      ifFound(find(runId), (run) => {
        watching.watch(window, run, from)
        return succeed(run.summary())
      }),
    'run:unwatch': ({ runId }, window) => {
      watching.unwatch(window.id, runId)
      return succeed({})
    },
    'run:ack': ({ runId, nextUpdate }, window) => {
      watching.acknowledge(window.id, runId, nextUpdate)
      return succeed({})
    },
    'run:observe': ({ views }, window) => {
      watching.observe(window.id, views)
      return succeed({})
    },
    'run:inspectNext': ({ runId }) => ifFound(find(runId), ({ host }) => host.inspectNext()),
    'run:inspectUpdate': ({ runId, update }) =>
      ifFound(find(runId), ({ host }) => host.inspectUpdate(update)),
    'run:cancelInspect': ({ runId }) =>
      ifFound(find(runId), ({ host }) => {
        host.cancelInspect()
        return succeed({})
      }),
    'run:stop': ({ runId }) => ifFound(find(runId), async ({ host }) => succeed(await host.stop())),
  }
}

function ifFound<T, U>(found: Result<T>, act: (value: T) => U): U | Extract<Result<T>, { ok: false }> {
  return found.ok ? act(found.value) : found
}
