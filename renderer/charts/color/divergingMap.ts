import type { ColorMap, Triple } from './colorMap'
import { colorful, colorMapOf, evenly } from './colorMap'

/*
 * The colour map of all values that have a sign: neutral at zero, towards blue below and towards orange
 * above, as the Microscope tints its matrices. Both arms share one path of lightness, so that values of one
 * size look equally strong, and go away from the surface behind them: darker on the light one, lighter on the
 * dark one. Blue and orange stay apart for every kind of colour vision.
 */

/** Odd, so that zero has a colour of its own. */
const STEPS = 255
const BLUE = (252 * Math.PI) / 180
const ORANGE = (55 * Math.PI) / 180
/** As much as both hues have at both ends. */
const CHROMA = 0.115
/** Lightness at zero and at either end. */
const LIGHTNESS = { light: { zero: 0.97, end: 0.47 }, dark: { zero: 0.25, end: 0.8 } }

function arm(hue: number, { zero, end }: { zero: number; end: number }): (u: number) => Triple {
  return (u) => colorful(zero + (end - zero) * u, hue, CHROMA * u)
}

function build(theme: keyof typeof LIGHTNESS): ColorMap {
  const half = (STEPS + 1) / 2
  const below = evenly(arm(BLUE, LIGHTNESS[theme]), half)
  const above = evenly(arm(ORANGE, LIGHTNESS[theme]), half)
  return colorMapOf([...below.toReversed(), ...above.slice(1)])
}

const maps: { light?: ColorMap; dark?: ColorMap } = {}

/**
 * The map for a range with zero in its middle, on a dark surface or a light one; made when it is first asked
 * for.
 */
export function diverging(isDark: boolean): ColorMap {
  const theme = isDark ? 'dark' : 'light'
  return (maps[theme] ??= build(theme))
}
