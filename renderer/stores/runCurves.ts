import type { Curve, CurveOverview, LogPlace } from '../../core/contract/curve'
import type { Experiment } from '../../core/experiment/experiment'
import { operationsOfUpdate } from '../../core/experiment/operations'
import { experimentOf, settingAt } from '../../core/sweep/settings'
import { GrowableColumn } from '../charts/data/growableColumn'
import type { RunRow } from './runRow'

/** What a comparison draws of runs. */
export const quantities = ['loss', 'gradNorm'] as const
export type Quantity = (typeof quantities)[number]

/** What it can be drawn over. Places on the axis count from 0: updates, sequences, milliseconds, operations. */
export const units = ['updates', 'sequences', 'seconds', 'operations'] as const
export type Unit = (typeof units)[number]

/** A curve as plots take it. */
export interface PlacedColumn {
  readonly column: GrowableColumn
  /** Where each value stands; without it at its update. */
  readonly places?: GrowableColumn
  /** Of an overview: the values smoothed over all updates. */
  readonly smoothed?: GrowableColumn
}

/** The curves of one run, which grow while it trains. */
export interface RunCurves {
  readonly runId: string
  readonly numUpdates: number
  /** Whether this is what the curves look like, until they are here. */
  readonly isOverview: boolean
  /** Whether it is known what each update took. */
  readonly hasMs: boolean
  /** Where they end in the run's log. */
  readonly end: LogPlace
  /** Takes what has been added; false where it does not go on where these end. */
  append(curve: Curve): boolean
  over(quantity: Quantity, unit: Unit): PlacedColumn
  /** Behind the last place. */
  length(unit: Unit): number
}

/** Of a person's own data that are not there, the size of the network is not known: an update counts as one. */
function operationsIn(experiment: Experiment | null): number {
  try {
    return experiment ? operationsOfUpdate(experiment) : 1
  } catch {
    return 1
  }
}

/** What an update counts for on an axis. */
function amountsOf({
  settings,
}: Pick<RunRow, 'settings'>): Readonly<Record<'sequences' | 'operations', number>> {
  return {
    sequences: Number(settingAt(settings, 'train.batch') ?? 1),
    operations: operationsIn(experimentOf(settings)),
  }
}

/** Stands for the curves of a long run until they are here. What updates took is not in it. */
export function createOverviewCurves(
  row: Pick<RunRow, 'runId' | 'settings'>,
  overview: CurveOverview,
): RunCurves {
  const { length } = overview
  const holding = (values: Float64Array) => GrowableColumn.holding(values, 0)
  const columns = {
    loss: { column: holding(overview.loss), smoothed: holding(overview.smoothLoss) },
    gradNorm: { column: holding(overview.gradNorm), smoothed: holding(overview.smoothGradNorm) },
  }
  const amounts = { updates: 1, ...amountsOf(row) }
  const placed = new Map<Unit, GrowableColumn>()

  function placesOver(unit: Exclude<Unit, 'seconds'>): GrowableColumn {
    const known = placed.get(unit)
    if (known) return known
    const places = holding(overview.updates.map((update) => Math.round((update + 1) * amounts[unit]) - 1))
    placed.set(unit, places)
    return places
  }

  return {
    runId: row.runId,
    ...{ isOverview: true, hasMs: false, numUpdates: length, end: { updates: 0, bytes: 0 } },
    append: () => false,
    over(quantity, unit) {
      if (unit === 'seconds') return { column: new GrowableColumn(), places: new GrowableColumn() }
      return { ...columns[quantity], places: placesOver(unit) }
    },
    length: (unit) => (unit === 'seconds' ? 0 : Math.round(length * amounts[unit])),
  }
}

export function createRunCurves(row: Pick<RunRow, 'runId' | 'settings'>, whole: Curve): RunCurves {
  const { first } = whole
  const columns = {
    loss: GrowableColumn.holding(whole.loss, first),
    gradNorm: GrowableColumn.holding(whole.gradNorm, first),
  }
  const ms = whole.ms && GrowableColumn.holding(whole.ms, first)
  const perUpdate = amountsOf(row)
  /** Of those units that were asked for; a branch's values without those before it. */
  const placed = new Map<
    Unit,
    { places: GrowableColumn; values: Record<Quantity, GrowableColumn>; total: number }
  >()
  let end = whole.end

  function extend(unit: Exclude<Unit, 'updates'>): NonNullable<ReturnType<typeof placed.get>> {
    const known = placed.get(unit) ?? {
      places: new GrowableColumn(),
      values: { loss: new GrowableColumn(), gradNorm: new GrowableColumn() },
      total: 0,
    }
    placed.set(unit, known)
    if (unit === 'seconds' && !ms) return known
    for (let update = first + known.places.length; update < columns.loss.length; update++) {
      known.total += unit === 'seconds' ? ms!.at(update) : 0
      const amount = unit === 'seconds' ? known.total : (update + 1) * perUpdate[unit]
      // A place is a whole number, and none is that of the one before.
      const before = known.places.at(known.places.length - 1)
      known.places.push(Math.max(Number.isNaN(before) ? 0 : before + 1, Math.round(amount) - 1))
      for (const quantity of quantities) known.values[quantity].push(columns[quantity].at(update))
    }
    return known
  }

  function append(curve: Curve): boolean {
    const known = columns.loss.length
    if (curve.first > known || (ms && !curve.ms)) return false
    for (const quantity of quantities) columns[quantity].append(curve[quantity], known - curve.first)
    if (ms && curve.ms) ms.append(curve.ms, known - curve.first)
    end = curve.end
    for (const unit of placed.keys()) if (unit !== 'updates') extend(unit)
    return true
  }

  return {
    runId: row.runId,
    isOverview: false,
    hasMs: ms !== null,
    get numUpdates() {
      return columns.loss.length
    },
    get end() {
      return end
    },
    append,
    over(quantity, unit) {
      if (unit === 'updates') return { column: columns[quantity] }
      const { places, values } = extend(unit)
      return { column: values[quantity], places }
    },
    length(unit) {
      if (unit === 'updates') return columns.loss.length
      const { places } = extend(unit)
      return places.length === 0 ? 0 : places.at(places.length - 1) + 1
    },
  }
}
