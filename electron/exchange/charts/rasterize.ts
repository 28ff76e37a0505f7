import interBold from '@fontsource/inter/files/inter-latin-600-normal.woff2?inline'
import inter from '@fontsource/inter/files/inter-latin-400-normal.woff2?inline'
import math from '@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2?inline'
import noto from '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2?inline'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import resvg from '@resvg/resvg-wasm/index_bg.wasm?inline'

/*
 * Pixels by resvg, compiled to WebAssembly, with the fonts that come along: the same picture on every machine,
 * whatever it has of fonts, and without a display.
 */

/** What a data URL holds. */
const bytesIn = (url: string) => new Uint8Array(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))

/** None of the fonts has the raised letter by itself. */
const RAISED_N = '<tspan baseline-shift="super" font-size="70%">n</tspan>'

let started: Promise<void> | null = null
/** It can be started once a process, whoever does that. */
function ifNotStarted(error: unknown): void {
  if (!String(error).includes('Already initialized')) throw error
}

/** An SVG picture as PNG, `scale` pixels for each of its own. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  await (started ??= initWasm(bytesIn(resvg)).catch(ifNotStarted))
  const picture = new Resvg(svg.replaceAll('ⁿ', RAISED_N), {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontBuffers: [inter, interBold, noto, math].map(bytesIn),
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
  })
  try {
    const pixels = picture.render()
    try {
      return pixels.asPng()
    } finally {
      pixels.free()
    }
  } finally {
    picture.free()
  }
}
