/*
 * The colour map of all heatmaps whose values have no sign, derived here and not taken from a table: a path
 * through OKLab whose lightness rises steadily from dark blue to light yellow, cut into pieces of equal
 * length, so that equal steps of a value look like equal steps. Lightness alone carries the order, so it
 * reads without colour vision and in print.
 *
 * OKLab: Björn Ottosson, "A perceptual color space for image processing" (2020). The idea of a map of even
 * steps in such a space: Smith and van der Walt's viridis (2015) and Nuñez, Anderton and Renslow's cividis
 * (2018).
 */

export type Triple = readonly [number, number, number]

const STEPS = 256
/** Points of the path from which the evenly spaced ones are chosen. */
const FINE = 2048
const LIGHTNESS = { from: 0.2, to: 0.95 }
/** From violet-blue over blue and green to yellow, in degrees. */
const HUE = { from: 292, to: 104 }

function decode(channel: number): number {
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055
}

function encode(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

/** OKLab to sRGB, 0 to 1 within its gamut. */
export function labToRgb([L, a, b]: Triple): Triple {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    decode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    decode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    decode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** sRGB, 0 to 1, to OKLab. */
export function rgbToLab(rgb: Triple): Triple {
  const [r, g, b] = rgb.map(encode) as unknown as Triple
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const isInGamut = (rgb: Triple): boolean => rgb.every((channel) => channel >= 0 && channel <= 1)

/** The colour of a lightness and hue, in radians, as colourful as wanted or as the screen can show it. */
export function colorful(L: number, hue: number, wanted: number): Triple {
  const towards = (chroma: number): Triple => [L, chroma * Math.cos(hue), chroma * Math.sin(hue)]
  if (isInGamut(labToRgb(towards(wanted)))) return towards(wanted)
  let [inside, outside] = [0, wanted]
  for (let i = 0; i < 30; i++) {
    const middle = (inside + outside) / 2
    if (isInGamut(labToRgb(towards(middle)))) inside = middle
    else outside = middle
  }
  return towards(inside)
}

/** The path's colour at `u` from 0 to 1. */
function onPath(u: number): Triple {
  const L = LIGHTNESS.from + (LIGHTNESS.to - LIGHTNESS.from) * u
  const hue = ((HUE.from + (HUE.to - HUE.from) * u) * Math.PI) / 180
  return colorful(L, hue, 0.1 + 0.04 * Math.sin(Math.PI * u))
}

export function distance(one: Triple, other: Triple): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}

/** A colour map in the forms that canvases and style sheets need. */
export interface ColorMap {
  /** The colours as pixels of an `ImageData` seen as a `Uint32Array` (little-endian, opaque). */
  readonly pixels: Uint32Array
  /** The colour at `share`, 0 to 1, for style sheets. */
  readonly colorAt: (share: number) => string
  /** The whole map as a gradient's colour stops, the smallest value first. */
  readonly colorStops: (count?: number) => string
}

/** `steps` colours of a path, from its start at 0 to its end at 1, an equal length of it apart. */
export function evenly(path: (u: number) => Triple, steps: number): Triple[] {
  const points = Array.from({ length: FINE }, (_, i) => path(i / (FINE - 1)))
  const along = [0]
  for (let i = 1; i < FINE; i++) along.push(along[i - 1]! + distance(points[i - 1]!, points[i]!))
  let at = 0
  return Array.from({ length: steps }, (_, step) => {
    const wanted = (along.at(-1)! * step) / (steps - 1)
    while (at < FINE - 1 && along[at]! < wanted) at++
    return points[at]!
  })
}

const byte = (channel: number): number => Math.round(Math.min(Math.max(channel, 0), 1) * 255)

/** A map of these colours in OKLab. */
export function colorMapOf(labs: readonly Triple[]): ColorMap {
  const colors = labs.map(labToRgb)
  const colorAt = (share: number): string => {
    const index = Math.round(Math.min(Math.max(share, 0), 1) * (colors.length - 1))
    return `rgb(${colors[index]!.map(byte).join(' ')})`
  }
  return {
    pixels: Uint32Array.from(colors, ([r, g, b]) => (255 << 24) | (byte(b) << 16) | (byte(g) << 8) | byte(r)),
    colorAt,
    colorStops: (count = 32) => Array.from({ length: count }, (_, i) => colorAt(i / (count - 1))).join(', '),
  }
}

export const sequential = colorMapOf(evenly(onPath, STEPS))
export const { pixels, colorAt, colorStops } = sequential
