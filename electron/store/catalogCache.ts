import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reasonSchema } from '../../core/contract/reasonSchema'
import { keptRunSchema } from '../../core/contract/kept'
import { readJson } from '../../core/formats/json'
import { z } from '../../core/experiment/zod'
import { stampsSchema } from './fileStamps'
import { readBytes } from './files'
import type { KnownRun } from './keptEntry'

/*
 * `<data>/catalog.json`: what the runs of a data folder were like when they were looked at last, and the
 * stamps that tell of each whether it still is. A cache: it can be deleted, and of two processes that write
 * it the last one wins. What nobody could read is not in it, nor what is being trained.
 */

const FORMAT = 2
/** Some ten thousand runs. */
const MOST_BYTES = 64 * 2 ** 20

/** JSON has no NaN and no infinity. */
const anyNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)])

const knownSchema = z.strictObject({
  entry: keptRunSchema.extend({ lastLoss: anyNumber, bestLoss: anyNumber, smoothedLoss: anyNumber }),
  stamps: stampsSchema,
  figures: z.strictObject({
    ...{ updates: z.int().min(0), bytes: z.int().min(0), ms: anyNumber },
    ...{ lastLoss: anyNumber, bestLoss: anyNumber, problem: reasonSchema.nullable() },
    ema: z.strictObject({ mean: anyNumber, correction: anyNumber }),
    solvedSince: z.int().min(0).nullable(),
  }),
})

/** A version of the app may read what another cannot: each knows only its own. */
const cacheSchema = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  runs: z.record(z.string(), z.unknown()),
})

const pathIn = (data: string) => join(data, 'catalog.json')

/** The runs that are in the cache, by id; none where it is damaged or of another version. */
export async function readCache(data: string, version: string): Promise<Map<string, KnownRun>> {
  const known = new Map<string, KnownRun>()
  try {
    const cache = cacheSchema.parse(readJson(await readBytes(pathIn(data), MOST_BYTES)))
    if (cache.version !== version) return known
    for (const [id, run] of Object.entries(cache.runs)) {
      const parsed = knownSchema.safeParse(run)
      if (parsed.success && parsed.data.entry.runId === id) known.set(id, { ...parsed.data, isHeld: false })
    }
  } catch {
    // It is made anew.
  }
  return known
}

/** Writes the cache, if that is possible. */
export async function writeCache(
  data: string,
  version: string,
  known: ReadonlyMap<string, KnownRun>,
): Promise<void> {
  const runs = [...known]
    .filter(([, { entry, isHeld }]) => !isHeld && !('problem' in entry))
    .map(([id, { entry, stamps, figures }]) => [id, { entry, stamps, figures }] as const)
  const text = JSON.stringify(
    { format: FORMAT, version, runs: Object.fromEntries(runs) },
    (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
  )
  const temporary = `${pathIn(data)}.${process.pid}.new`
  try {
    await writeFile(temporary, text)
    await rename(temporary, pathIn(data))
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
