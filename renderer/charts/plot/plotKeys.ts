import type { Range } from '../scales/scale'
import { byKey, shortcuts } from '../../ui/shortcuts'
import { clampTo } from '../scales/scale'
import type { StepLink } from './stepLink'
import type { PlotKeys } from './usePlotCursor'

/** Keys of a plot over steps or updates: back and on in time. */
export const IN_TIME = {
  less: shortcuts.steps.move.earlier,
  more: shortcuts.steps.move.later,
} as const
/** Keys of a plot of units: to the one before and the one after. */
export const OVER_UNITS = {
  less: shortcuts.units.move.previous,
  more: shortcuts.units.move.next,
} as const
/**
 * Keys of plots along one axis, where all arrows mean that one: of steps, whose values go up, and of units.
 */
export const ALONG_STEPS = {
  less: [...IN_TIME.less, ...shortcuts.heat.move.down],
  more: [...IN_TIME.more, ...shortcuts.heat.move.up],
} as const
export const ALONG_UNITS = {
  less: [...IN_TIME.less, ...OVER_UNITS.less],
  more: [...IN_TIME.more, ...OVER_UNITS.more],
} as const

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
  return byKey('steps', { first: () => go(min), last: () => go(max) })
}

/** Enter keeps the unit under the cursor marked in every view or lets it go, Escape lets it go. */
export function unitKeys({ unit, keptUnit, keep }: StepLink): PlotKeys {
  return byKey('units', {
    ...(unit !== null ? { keep: () => keep(unit) } : {}),
    ...(keptUnit !== null ? { release: () => keep(keptUnit) } : {}),
  })
}
