import type { Range } from '../scales/scale'
import { clampTo } from '../scales/scale'
import type { StepLink } from './stepLink'
import type { PlotKeys } from './usePlotCursor'

/** Keys that lead from a whole number to a smaller or larger one, as far as the domain reaches. */
export function arrowKeys(
  names: { readonly less: readonly string[]; readonly more: readonly string[] },
  domain: Range,
  at: number,
  go: (to: number) => void,
): PlotKeys {
  const by = (sign: 1 | -1) => (stride: number) => go(clampTo(domain, at + sign * stride))
  return Object.fromEntries([
    ...names.less.map((name) => [name, by(-1)]),
    ...names.more.map((name) => [name, by(1)]),
  ])
}

/** Home and End lead to the ends of a domain. */
export function endKeys({ min, max }: Range, go: (to: number) => void): PlotKeys {
  return { Home: () => go(min), End: () => go(max) }
}

/** Enter keeps the unit under the cursor marked in every view or lets it go, Escape lets it go. */
export function unitKeys({ unit, keptUnit, keep }: StepLink): PlotKeys {
  return {
    ...(unit !== null ? { Enter: () => keep(unit) } : {}),
    ...(keptUnit !== null ? { Escape: () => keep(keptUnit) } : {}),
  }
}
