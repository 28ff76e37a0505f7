import type { OwnSeries, SeriesColumn } from '../data/series'
import { sin } from '../math/elementary'
import { createRandom } from '../math/random'

const DAYS = 500
const SEED = 7
const WEEK = [0.7, 0.75, 0.8, 0.9, 1.25, 1.5, 1.1]
const TWO_PI = 6.283185307179586

function columnOf(name: string, column: number, values: Float64Array): SeriesColumn {
  const whole = { numMissing: 0, firstMissing: 0, firstText: null, firstUnordered: 0 }
  return { name, column, kind: 'number', values, ...whole }
}

/**
 * An invented café: guests a day, who follow the week and the temperature, and the day's temperature, which
 * follows the year and the day before it. Computed, the same everywhere.
 */
function compute(): OwnSeries {
  const random = createRandom(SEED)
  const guests = new Float64Array(DAYS)
  const temperature = new Float64Array(DAYS)
  let mild = 0
  for (let day = 0; day < DAYS; day++) {
    mild = 0.8 * mild + 1.5 * random.normal()
    temperature[day] = Math.round(10 * (12 - 9 * sin((TWO_PI * day) / 365 + 1.6) + mild)) / 10
    const fair = 1 + 0.02 * (temperature[day] - 12)
    guests[day] = Math.round(120 * WEEK[day % 7] * fair + 6 * random.normal())
  }
  return {
    kind: 'series',
    format: { encoding: 'utf-8', separator: 'comma', decimal: 'point', header: 'yes' },
    columns: [columnOf('guests', 1, guests), columnOf('temperature', 2, temperature)],
    numRows: DAYS,
    preview: [
      ['guests', 'temperature'],
      ...[0, 1, 2, 3].map((day) => [String(guests[day]), String(temperature[day])]),
    ],
  }
}

let computed: OwnSeries | null = null

/** The table that comes with the program. */
export function exampleSeries(): OwnSeries {
  return (computed ??= compute())
}
