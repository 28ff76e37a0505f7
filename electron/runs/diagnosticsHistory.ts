import { FEWEST_OBSERVATIONS, HISTORY_BYTES, MOST_OBSERVATIONS } from '../../core/experiment/viewLimits'
import type { Observation } from '../../core/contract/observation'
import type { KeptPart, ScheduledPart } from '../../core/contract/views'
import {
  keptParts,
  keptViews,
  MOST_RECOMPUTED,
  NUM_FIRST_RECORDED,
  onlyViews,
  scheduledParts,
} from '../../core/contract/views'

const MOST_KEPT_RECOMPUTED = 2 * MOST_RECOMPUTED

/**
 * What was observed of a run's views that have a history, in bounded memory: the first updates all, and of
 * the later ones, once they are too many, every second, and from then on half as many. The newest of every
 * view is always there. Of what was recomputed the oldest part goes first. What comes after updates of its
 * own is kept by itself.
 */
export interface DiagnosticsHistory {
  /** Keeps an observation; updates never fall. */
  add(observation: Observation): void
  /** Keeps an observation of an update that was recomputed, in place of an earlier one of the same views. */
  addRecomputed(observation: Observation): void
  /** Forgets what was observed of update `update` and those behind it. */
  cut(update: number): void
  /**
   * In the order in which they came, those that came behind the first `count`, and how many have come by now.
   */
  after(count: number): { readonly observations: readonly Observation[]; readonly count: number }
}

/** What was observed, and how many were with it: several can be of one update. */
interface Entry {
  readonly count: number
  readonly observation: Observation
}

export function createDiagnosticsHistory(): DiagnosticsHistory {
  let first: Entry[] = []
  let later: Entry[] = []
  const scheduled = new Map<ScheduledPart, Entry[]>(scheduledParts.map((part) => [part, []]))
  const newest = new Map<KeptPart, Entry>()
  /** By update and views, the oldest first. */
  const recomputed = new Map<string, Entry>()
  let recomputedBytes = 0
  let capacity = MOST_OBSERVATIONS
  let stride = 1
  let numOffered = 0
  let count = 0

  function addLater(entry: Entry): void {
    if (numOffered++ % stride !== 0) return
    const fit = Math.floor(HISTORY_BYTES / bytesOf(entry.observation))
    capacity = Math.min(capacity, Math.max(FEWEST_OBSERVATIONS, fit))
    if (later.length >= capacity) {
      later = later.filter((_, i) => i % 2 === 0)
      stride *= 2
    }
    later.push(entry)
  }

  /** Of too many every second goes. */
  function addScheduled(part: ScheduledPart, entry: Entry): void {
    newest.set(part, entry)
    const all = scheduled.get(part)!
    all.push(entry)
    const bytes = all.length * bytesOf(entry.observation)
    const isTooMuch = all.length > MOST_OBSERVATIONS || bytes > HISTORY_BYTES
    if (all.length <= FEWEST_OBSERVATIONS || !isTooMuch) return
    scheduled.set(
      part,
      all.filter((_, i) => i % 2 === 0),
    )
  }

  function dropRecomputed(key: string): void {
    const entry = recomputed.get(key)
    if (entry) recomputedBytes -= bytesOf(entry.observation)
    recomputed.delete(key)
  }

  return {
    add(observation) {
      for (const part of scheduledParts) {
        const alone = onlyViews(observation, [part])
        if (alone) addScheduled(part, { count: ++count, observation: alone })
      }
      const kept = onlyViews(observation, keptViews)
      if (!kept) return
      const entry = { count: ++count, observation: kept }
      for (const view of keptViews) if (kept[view] !== null) newest.set(view, entry)
      if (kept.update < NUM_FIRST_RECORDED) first.push(entry)
      else addLater(entry)
    },
    addRecomputed(observation) {
      const key = [observation.update, ...keptViews.filter((view) => observation[view] !== null)].join()
      dropRecomputed(key)
      recomputed.set(key, { count: ++count, observation })
      recomputedBytes += bytesOf(observation)
      for (const oldest of recomputed.keys()) {
        if (recomputed.size <= MOST_KEPT_RECOMPUTED && recomputedBytes <= HISTORY_BYTES) break
        dropRecomputed(oldest)
      }
    },
    cut(update) {
      const stays = ({ observation }: Entry) => observation.update < update
      first = first.filter(stays)
      later = later.filter(stays)
      for (const [part, all] of scheduled) scheduled.set(part, all.filter(stays))
      newest.clear()
      for (const entry of [...first, ...later, ...[...scheduled.values()].flat()]) {
        for (const part of keptParts) if (entry.observation[part] !== null) newest.set(part, entry)
      }
      for (const [key, entry] of recomputed) if (!stays(entry)) dropRecomputed(key)
    },
    after(known) {
      const entries = [
        ...new Set([
          ...[...first, ...later, ...[...scheduled.values()].flat()],
          ...[...newest.values(), ...recomputed.values()],
        ]),
      ]
        .filter((entry) => entry.count > known)
        .sort((one, other) => one.count - other.count)
      return { observations: entries.map(({ observation }) => observation), count }
    },
  }
}

/** What a value takes, however deep in it its columns stand: about, for what is no column. */
export function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return 128 + value.byteLength
  if (typeof value !== 'object' || value === null) return 16
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 64)
}
