import type { Observation } from '../../../core/contract/observation'

type Layer = NonNullable<Observation['contributions']>['layers'][number]
type Split = Layer['h']

/**
 * Where a column is largest and where smallest; null where there is no finite number. A step `except` counts
 * only where there is no other.
 */
export function ends(
  values: ArrayLike<number>,
  except: number | null = null,
): {
  readonly most: number
  readonly mostAt: number
  readonly least: number
  readonly leastAt: number
  /** Whether there is no other. */
  readonly isOnly: boolean
  /** Whether `except` is another, with exactly 0. */
  readonly isNothingThere: boolean
} | null {
  const finite = Array.from(values, (value, step) => ({ value, step })).filter(({ value }) =>
    Number.isFinite(value),
  )
  const known = finite.length > 1 ? finite.filter(({ step }) => step !== except) : finite
  if (known.length === 0) return null
  const most = known.reduce((best, one) => (one.value > best.value ? one : best))
  const least = known.reduce((best, one) => (one.value < best.value ? one : best))
  const isOnly = known.length === 1
  const isNothingThere = known.length < finite.length && values[except!] === 0
  const places = { most: most.value, mostAt: most.step, least: least.value, leastAt: least.step }
  return { ...places, isOnly, isNothingThere }
}

/**
 * The path on which the most comes back at most of the steps, and at how many of all that something came back
 * to; null where nothing does. What comes from outside does not come back.
 */
export function mainPath({
  paths,
}: Split): { readonly name: string; readonly steps: number; readonly of: number } | null {
  const back = paths.filter(({ name }) => name !== 'outside')
  const wins = new Map<string, number>()
  let count = 0
  for (let step = 0; step < (back[0]?.norms.length ?? 0); step++) {
    const best = back.reduce((most, path) => (path.norms[step]! > most.norms[step]! ? path : most), back[0]!)
    if (!(best.norms[step]! > 0)) continue
    wins.set(best.name, (wins.get(best.name) ?? 0) + 1)
    count++
  }
  const [winner] = [...wins].toSorted(([, one], [, other]) => other - one)
  return winner ? { name: winner[0], steps: winner[1], of: count } : null
}
