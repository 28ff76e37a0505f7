import type { Observation } from './observation'

/*
 * What an observation is made of, without its schema, so that the training thread need not load the library
 * of schemas.
 */

/** The views that can be asked for, each a field of an observation. */
export const viewNames = [
  'flow',
  'norms',
  'jacobian',
  'spectrum',
  'gates',
  'histograms',
  'states',
  'memory',
  'contributions',
] as const
export type ViewName = (typeof viewNames)[number]

/** What comes after updates of its own, whoever watches: see `core/evaluation`. */
export const scheduledParts = ['evaluation', 'written', 'forecast'] as const
export type ScheduledPart = (typeof scheduledParts)[number]

/** All that an observation can have: views of passes, and what nobody has to ask for. */
export const observedParts = [...viewNames, ...scheduledParts] as const
export type ObservedPart = (typeof observedParts)[number]

/** The cheap views, of which every run keeps a history, whether somebody watches or not. */
export const recordedViews: readonly ViewName[] = ['flow', 'norms', 'jacobian', 'spectrum', 'gates']

/** The views of which figures show a history: whatever was observed of them is kept. */
export const keptViews = ['flow', 'norms', 'jacobian', 'spectrum', 'gates', 'histograms'] as const
export type KeptView = (typeof keptViews)[number]

/** What is kept of a run's observations. */
export const keptParts = [...keptViews, ...scheduledParts] as const
export type KeptPart = (typeof keptParts)[number]

export { MOST_RECOMPUTED, NUM_FIRST_RECORDED } from '../experiment/viewLimits'

/** Views that one figure shows side by side: where both are watched they are of the same update. */
export const viewPairs: readonly (readonly [ViewName, ViewName])[] = [
  ['gates', 'states'],
  ['states', 'memory'],
]

/** An observation of an update with nothing in it. */
export function emptyObservation(update: number): Observation {
  const parts = Object.fromEntries(observedParts.map((part) => [part, null]))
  return { update, ...parts } as unknown as Observation
}

/** The observation without the parts that are not among `parts`; null if nothing is left. */
export function onlyViews(observation: Observation, parts: readonly ObservedPart[]): Observation | null {
  const kept = { ...observation }
  for (const part of observedParts) if (!parts.includes(part)) kept[part] = null
  return observedParts.some((part) => kept[part] !== null) ? kept : null
}

/** The observation as one of a stretch of them that began with update `since`. */
export function asOneSince(observation: Observation, since: number): Observation {
  const { histograms } = observation
  return histograms ? { ...observation, histograms: { ...histograms, since } } : observation
}

/**
 * Adds an observation to others, oldest first, and takes out of those the parts that it has newer: what is
 * left is the newest of every part, in at most as many observations as there are parts.
 */
export function supersede(older: readonly Observation[], newest: Observation): Observation[] {
  const others = observedParts.filter((part) => newest[part] === null)
  return [...older.flatMap((observation) => onlyViews(observation, others) ?? []), newest]
}
