import type { Ref } from 'vue'
import { onMounted } from 'vue'
import type { SpecialPixels } from '../heat/heatCodes'
import { HeatCodes, pixelsOfCodes } from '../heat/heatCodes'
import type { HeatHistory } from '../heat/heatHistory'
import type { HeatImage } from '../heat/heatPaint'
import { paintColumns } from '../heat/heatPaint'
import type { Range, ScaleKind } from '../scales/scale'
import { columnAt } from '../scales/scale'
import { updateScale } from '../scales/updates'
import type { Size } from '../../ui/useElementSize'
import type { Redraw } from '../../ui/useRedraw'
import { useRedraw } from '../../ui/useRedraw'
import { useThemeChange } from '../../ui/useThemeChange'

export interface HeatView {
  readonly history: HeatHistory
  /** Values of the first and the last colour. */
  readonly colors: Range
  /** Updates from the left edge to the right one. */
  readonly domain: Range
  readonly xKind: ScaleKind
  /** In CSS pixels. */
  readonly size: Size
  /** How much larger than its own pixels the figure is shown. */
  readonly figureScale: number
  /** Whether -Infinity, the logarithm of 0, is nothing to be seen. */
  readonly isZeroEmpty: boolean
}

interface Painting extends HeatImage {
  readonly data: ImageData
  /** One row: the marks below. */
  readonly marksData: ImageData
  readonly key: string
  /** Pixel columns left of this are up to date. */
  painted: number
  /** Nothing of it is on the canvas yet, where something older may still be seen. */
  isFresh: boolean
}

/** Painting in one frame ends after this time; the rest comes in the next. */
const MOST_MS = 5
const SLICE = 64
/** In CSS pixels: up to here hatching would make the map busier and tell no more than the marks below it. */
const WIDEST_PLAIN = 32

/** A colour of the style sheet as a pixel. */
function pixelOf(host: HTMLElement, name: string): number {
  const probe = document.createElement('span')
  probe.style.setProperty('forced-color-adjust', 'none')
  probe.style.color = `var(${name})`
  host.append(probe)
  const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number)
  probe.remove()
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
}

function specialPixels(host: HTMLElement, isZeroEmpty: boolean): SpecialPixels {
  return { zero: isZeroEmpty ? 0 : pixelOf(host, '--surface-2'), nonFinite: pixelOf(host, '--danger') }
}

/**
 * Keeps a heatmap painted on a canvas of its own, and on a second one, a row high, the marks of the updates
 * that were observed: only what is new is painted, and an image that has to be painted anew comes in slices,
 * so that no frame is held up.
 */
export function useHeatCanvas(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  marksCanvas: Readonly<Ref<HTMLCanvasElement | null>>,
  view: () => HeatView,
): Redraw {
  let painting: Painting | null = null
  let codes: HeatCodes | null = null
  let table: Uint32Array | null = null
  let mark = 0
  let hatch = 0
  let hatchEmpty = 0

  function prepare(element: HTMLCanvasElement): Painting {
    const { history, colors, domain, xKind, size, figureScale, isZeroEmpty } = view()
    const ratio = figureScale * (window.devicePixelRatio || 1)
    const width = Math.max(1, Math.round(size.width * ratio))
    const height = Math.min(history.rows, Math.max(1, Math.round(size.height * ratio)))
    const { min, max } = domain
    const key = [width, height, min, max, xKind, colors.min, colors.max, history.generation].join()
    if (painting?.key === key && painting.codes.history === history) return painting
    const isCoded =
      codes?.history === history && codes.colors.min === colors.min && codes.colors.max === colors.max
    if (!codes || !isCoded) codes = new HeatCodes(history, { ...colors })
    const host = element.parentElement ?? element
    if (!table) {
      table = pixelsOfCodes(specialPixels(host, isZeroEmpty))
      mark = pixelOf(host, '--ink-2')
      hatch = pixelOf(host, '--surface-1')
      hatchEmpty = pixelOf(host, '--line-control')
    }
    if (element.width !== width) element.width = width
    const marksElement = marksCanvas.value
    if (marksElement && marksElement.width !== width) marksElement.width = width
    if (element.height !== height) element.height = height
    const data = new ImageData(width, height)
    const pixels = new Uint32Array(data.data.buffer)
    const marksData = new ImageData(width, 1)
    const marks = new Uint32Array(marksData.data.buffer)
    const x = updateScale(xKind, { min, max }, { start: 0, end: width })
    const look = { table, mark, hatch, hatchEmpty, widestPlain: WIDEST_PLAIN * ratio }
    const image = { codes, pixels, marks, width, height, x, ...look }
    painting = { ...image, data, marksData, key, painted: 0, isFresh: true }
    return painting
  }

  function draw(): void {
    const element = canvas.value
    const context = element?.getContext('2d')
    if (!element || !context || view().size.width <= 1) return
    const started = performance.now()
    const isLate = (): boolean => performance.now() - started >= MOST_MS
    const shown = prepare(element)
    // Colours for the whole history may take longer than a frame has: until then the image stays as it is.
    if (!shown.codes.sync(isLate)) return redraw.now()
    const { width } = shown
    const { history } = shown.codes
    const newest = history.length - 1
    const reach = newest < 0 ? -1 : columnAt(shown.x, history.end(newest) - 1e-6)
    const end = Math.min(width, Math.max(0, reach + 1))
    const from = Math.min(shown.painted, end)
    let to = from
    while (to < end && !isLate()) {
      const next = Math.min(to + SLICE, end)
      paintColumns(shown, to, next)
      to = next
    }
    const isDone = to >= end
    const until = isDone && shown.isFresh ? width : to
    if (until > from) {
      context.putImageData(shown.data, 0, 0, from, 0, until - from, shown.height)
      marksCanvas.value?.getContext('2d')?.putImageData(shown.marksData, 0, 0, from, 0, until - from, 1)
    }
    // The newest column may still grow, so its pixels are painted again next time.
    const newestStart = newest < 0 ? 0 : Math.max(0, columnAt(shown.x, history.update(newest)))
    shown.painted = isDone ? Math.min(to, newestStart) : to
    if (isDone) shown.isFresh = false
    else redraw.now()
  }

  const redraw = useRedraw(draw)
  onMounted(redraw.now)
  useThemeChange(() => {
    table = null
    painting = null
    redraw.now()
  })
  return redraw
}
