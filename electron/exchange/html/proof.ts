import { createHash } from 'node:crypto'
import type { Proof } from '../../../core/contract/reports'
import { canonicalJson } from '../../../core/sweep/canonical'
import { firstUpdateOf, type StoredRun } from '../../store/runFolder'

/** The columns of a log that follow from experiment and seed; the time that an update took does not. */
export const provedColumns = ['loss', 'gradNorm', 'gradNormClipped', 'lr'] as const
export type ProvedColumns = Readonly<Record<(typeof provedColumns)[number], Float64Array>>

/** SHA-256 of a log's columns, bit for bit. */
export function bitsOf(columns: ProvedColumns): string {
  const hash = createHash('sha256')
  for (const name of provedColumns) {
    // Its own bytes alone, also where it looks at a part of a larger buffer.
    const { buffer, byteOffset, byteLength } = columns[name]
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest('hex')
}

/** What it takes to train a run again; null of one that begins at weights from elsewhere. */
export function proofOf({ run, experiment, events, log, checkpoints }: StoredRun): Proof | null {
  // Only weights that were brought along are kept before the first update.
  if (firstUpdateOf(run) > 0 || checkpoints.includes(0)) return null
  const tunings = events.filter((event) => event.type === 'tuned').map(({ type: _, ...tuning }) => tuning)
  return {
    experiment: experiment as unknown as Record<string, unknown>,
    ...{ tunings, made: log.length, bits: bitsOf(log.columns) },
  }
}

const withoutDigest = ({ digest: _, ...rest }: Readonly<Record<string, unknown>>) => rest

/** SHA-256 of a document but for its digest. */
export function digestOfReport(report: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(canonicalJson(withoutDigest(report)))
    .digest('hex')
}
