import type { Experiment } from '../experiment/experiment'

/**
 * A JSON value as the one text that all equal values have: keys in the order of their UTF-16 code units, no
 * spaces, numbers as short as they read back (-0 is 0). What an experiment is known by is the SHA-256 of this.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/** Whether two experiments, with their defaults, are the same. */
export function areEqualExperiments(one: Experiment, other: Experiment): boolean {
  return canonicalJson(one) === canonicalJson(other)
}
