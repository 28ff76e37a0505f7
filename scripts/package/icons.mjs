// @ts-check
// The icon in pixels, from its drawing.
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { projectRoot } from '../setup/paths.mjs'

export const ICON_DRAWING = join(projectRoot, 'scripts', 'package', 'icon.svg')

/**
 * The library can be started once a process, whoever does that.
 * @param {unknown} error
 */
function ifNotStarted(error) {
  if (!String(error).includes('Already initialized')) throw error
}

/** @type {Promise<void> | null} */
let loading = null

function loadResvg() {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  return (loading ??= readFile(wasm).then((bytes) => initWasm(bytes).catch(ifNotStarted)))
}

/**
 * @param {readonly number[]} sizes width and height in pixels
 * @returns {Promise<Map<number, Uint8Array>>} a PNG of each size
 */
export async function drawIcons(sizes) {
  await loadResvg()
  const drawing = await readFile(ICON_DRAWING, 'utf8')
  const draw = (/** @type {number} */ size) =>
    new Resvg(drawing, { fitTo: { mode: 'width', value: size } }).render().asPng()
  return new Map(sizes.map((size) => [size, draw(size)]))
}
