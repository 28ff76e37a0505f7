import { keyOf, type DataReading } from './reading'
import type { OwnSeries } from './series'
import type { OwnTask } from './task'
import type { OwnText } from './text'

/** A person's own data, read. */
export type OwnData = OwnText | OwnSeries | OwnTask

/**
 * What a process has read so far. A reading names bytes by their hash, so what it leads to never changes: the
 * table only spares whoever has an experiment to carry megabytes beside it.
 */
const provided = new Map<string, OwnData>()

/** Keeps data that were read, for every experiment that names them. */
export function provideData(reading: DataReading, data: OwnData): void {
  provided.set(keyOf(reading), data)
}

export function isProvided(reading: DataReading): boolean {
  return provided.has(keyOf(reading))
}

/** An experiment needs data that nobody has read in this process. */
export class MissingDataError extends Error {
  override readonly name = 'MissingDataError'

  constructor(readonly reading: DataReading) {
    super(`the data of ${reading.file} have not been read`)
  }
}

/**
 * The data of a reading.
 * @throws {MissingDataError} where they have not been provided.
 */
export function providedData(reading: DataReading): OwnData {
  const data = provided.get(keyOf(reading))
  if (!data) throw new MissingDataError(reading)
  return data
}
