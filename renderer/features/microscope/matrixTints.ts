import type { Triple } from '../../charts/color/colorMap'
import { labToRgb, rgbToLab } from '../../charts/color/colorMap'
import { MOST, shareOf } from './cellText'

/** Tints on either side of zero. */
const STEPS = 64
/** What is no finite number has a tint of its own. */
const NOT_FINITE = 2 * STEPS + 1

/** The colours of the style sheet that matrices are tinted with, as `rgb(r, g, b)`. */
export interface TintColors {
  readonly below: string
  readonly above: string
  readonly notFinite: string
  readonly surface: string
}

function labOf(color: string): Triple {
  const [r = 0, g = 0, b = 0] = color.match(/[\d.]+/g)?.map((channel) => Number(channel) / 255) ?? []
  return rgbToLab([r, g, b])
}

/** The pixel that a style sheet's `color-mix(in oklab, ...)` of an opaque colour and the surface shows. */
function mixed(color: Triple, surface: Triple, share: number): number {
  const lab = surface.map((part, i) => part + (color[i]! - part) * share) as unknown as Triple
  const [r, g, b] = labToRgb(lab).map((channel) => Math.round(Math.min(Math.max(channel, 0), 1) * 255))
  return ((255 << 24) | (b! << 16) | (g! << 8) | r!) >>> 0
}

/** Pixels of an `ImageData` seen as a `Uint32Array`: every tint of `tint`, by `tintCode`. */
export function tintPixels({ below, above, notFinite, surface }: TintColors): Uint32Array {
  const base = labOf(surface)
  const [down, up] = [labOf(below), labOf(above)]
  return Uint32Array.from({ length: NOT_FINITE + 1 }, (_, code) => {
    if (code === NOT_FINITE) return mixed(labOf(notFinite), base, MOST / 100)
    const share = code / STEPS - 1
    return mixed(share < 0 ? down : up, base, (Math.abs(share) * MOST) / 100)
  })
}

/** Which tint a number of a matrix has whose largest is this. */
export function tintCode(value: number, largest: number): number {
  return Number.isFinite(value) ? Math.round((shareOf(value, largest) + 1) * STEPS) : NOT_FINITE
}
