import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { PlotLink } from './plotLink'
import type { Range } from '../scales/scale'
import { isDrawable, shareOn, valueOn } from '../scales/scale'
import { clampRange, firstUpdate, panRange, zoomRange } from '../scales/updates'

const KEY_ZOOM = 0.7
const KEY_PAN = 0.5
/** Pixels that a wheel turns for a zoom by e. */
const WHEEL = 800
/** A press that moves farther than this, in pixels, drags the plot and is no click. */
const DRAG = 4

export interface UpdateView {
  /** The updates in sight. */
  readonly range: ComputedRef<Range>
  /** The update at a share of the axis. */
  updateAt(share: number): number
  /** Where an update stands on the axis, 0 at its start and 1 at its end. */
  shareOf(update: number): number
  /** Brings an update into sight. */
  reveal(update: number): void
  /** What keys do that are for the axis. */
  readonly keys: Readonly<Record<string, () => void>>
  /** What the wheel and a drag do; for the element that the plot is in. */
  readonly pointer: Readonly<{
    wheel: (event: WheelEvent) => void
    pointerdown: (event: PointerEvent) => void
    pointermove: (event: PointerEvent) => void
    pointerup: () => void
  }>
  /** Whether the press that ended last moved the plot. */
  hasDragged(): boolean
}

/**
 * Zooming and moving along the updates, in all plots alike: the wheel zooms around the pointer, a drag moves, as do
 * keys. `shareAt` says where on the axis a place on the screen is.
 */
export function useUpdateView(
  link: () => PlotLink,
  whole: () => Range,
  shareAt: (event: MouseEvent) => number,
): UpdateView {
  const range = computed<Range>(() => {
    const { range: wanted, xScale } = link()
    return wanted ? { min: Math.max(wanted.min, firstUpdate(xScale)), max: wanted.max } : whole()
  })
  let press: { share: number; x: number; range: Range; hasMoved: boolean } | null = null
  let hasDragged = false

  function show(wanted: Range): void {
    const next = clampRange(wanted, whole(), link().xScale)
    const isAll = next.min <= whole().min && next.max >= whole().max
    link().show(isAll ? null : next)
  }
  const pan = (share: number, from = range.value): void => show(panRange(from, share, whole(), link().xScale))
  const updateAt = (share: number): number => valueOn(range.value, link().xScale, share)
  const shareOf = (update: number): number => shareOn(range.value, link().xScale, update)
  const zoom = (factor: number, centre: number): void =>
    show(zoomRange(range.value, factor, centre, link().xScale))
  /** About the update that is looked at, where the axis has a place for it. */
  const byKey = (factor: number) => (): void => {
    const { hover, xScale } = link()
    zoom(factor, hover !== null && isDrawable(hover, xScale) ? hover : updateAt(0.5))
  }

  function onWheel(event: WheelEvent): void {
    const { deltaX, deltaY } = event
    const isPan = Math.abs(deltaX) > Math.abs(deltaY)
    // All is in sight already: the page may scroll.
    const isIdle = link().range === null && (isPan || deltaY > 0)
    if (event.ctrlKey || event.metaKey || isIdle) return
    event.preventDefault()
    if (isPan) pan(deltaX / WHEEL)
    else zoom(Math.exp(deltaY / WHEEL), updateAt(shareAt(event)))
  }

  function onDown(event: PointerEvent): void {
    hasDragged = false
    if (event.button !== 0) return
    press = { share: shareAt(event), x: event.clientX, range: range.value, hasMoved: false }
  }

  function onMove(event: PointerEvent): void {
    if (!press) return
    if (event.buttons === 0) return onUp()
    if (!press.hasMoved && Math.abs(event.clientX - press.x) < DRAG) return
    if (!press.hasMoved && event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId)
    press.hasMoved = true
    if (link().range !== null) pan(press.share - shareAt(event), press.range)
  }

  function onUp(): void {
    hasDragged = press?.hasMoved ?? false
    press = null
  }

  return {
    range,
    updateAt,
    shareOf,
    reveal(update) {
      const at = shareOf(update)
      if (link().range !== null && (at < 0 || at > 1)) pan(at - 0.5)
    },
    keys: {
      '+': byKey(KEY_ZOOM),
      '=': byKey(KEY_ZOOM),
      '-': byKey(1 / KEY_ZOOM),
      '0': () => link().show(null),
      PageUp: () => pan(-KEY_PAN),
      PageDown: () => pan(KEY_PAN),
    },
    pointer: { wheel: onWheel, pointerdown: onDown, pointermove: onMove, pointerup: onUp },
    hasDragged: () => hasDragged,
  }
}
