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

/** The cheap views, of which every run keeps a history, whether somebody watches or not. */
export const recordedViews: readonly ViewName[] = ['flow', 'norms', 'jacobian', 'spectrum', 'gates']

/** The views of which figures show a history: whatever was observed of them is kept. */
export const keptViews = ['flow', 'norms', 'jacobian', 'spectrum', 'gates', 'histograms'] as const
export type KeptView = (typeof keptViews)[number]

export { MOST_RECOMPUTED, NUM_FIRST_RECORDED } from '../experiment/viewLimits'

/** Views that one figure shows side by side: where both are watched they are of the same update. */
export const viewPairs: readonly (readonly [ViewName, ViewName])[] = [
  ['gates', 'states'],
  ['states', 'memory'],
]

/** The observation without the views that are not among `views`; null if nothing is left. */
export function onlyViews(observation: Observation, views: readonly ViewName[]): Observation | null {
  const kept = { ...observation }
  for (const view of viewNames) if (!views.includes(view)) kept[view] = null
  return viewNames.some((view) => kept[view] !== null) ? kept : null
}

/** The observation as one of a stretch of them that began with update `since`. */
export function asOneSince(observation: Observation, since: number): Observation {
  const { histograms } = observation
  return histograms ? { ...observation, histograms: { ...histograms, since } } : observation
}

/**
 * Adds an observation to others, oldest first, and takes out of those the views that it has newer: what is
 * left is the newest of every view, in at most as many observations as there are views.
 */
export function supersede(older: readonly Observation[], newest: Observation): Observation[] {
  const others = viewNames.filter((view) => newest[view] === null)
  return [...older.flatMap((observation) => onlyViews(observation, others) ?? []), newest]
}
