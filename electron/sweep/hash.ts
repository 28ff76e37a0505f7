import { createHash } from 'node:crypto'
import type { Experiment } from '../../core/experiment/experiment'
import { canonicalJson } from '../../core/sweep/canonical'
import type { Sweep } from '../../core/sweep/sweep'

/** 64 bits: 10,000 trials share an id with a probability below 10^-11. */
const DIGITS = 16

/**
 * What an equal value is known by on every machine: the first 16 hexadecimal digits of the SHA-256 of its
 * canonical JSON in UTF-8.
 */
function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex').slice(0, DIGITS)
}

/** The id of a trial: the hash of its experiment, with all defaults. */
export function trialId(experiment: Experiment): string {
  return hashOf(experiment)
}

/** The id of a group that is no sweep: the hash of what was asked for. */
export function groupId(kind: string, asked: readonly unknown[]): string {
  return hashOf([kind, ...asked])
}

/** The id of a run that belongs to its group alone. */
export function memberId(group: string, experiment: Experiment): string {
  return hashOf([group, experiment])
}

/** The id of a sweep: the hash of its experiment and search, with all defaults. */
export function sweepId({ experiment, search }: Sweep): string {
  return hashOf({ experiment, search: { ...search, fields: Object.entries(search.fields) } })
}
