import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { byKey } from '../../ui/shortcuts'
import { pointIn } from '../../ui/pointIn'
import type { Extent, Range, Scale } from '../scales/scale'
import { clampDomain, panned, updateScale, zoomed } from '../scales/updates'
import type { PlotKeys } from './usePlotCursor'
import type { PlotLink } from './plotLink'

const KEY_ZOOM = 0.7
/** Of the axis' length. */
const KEY_PAN = 0.5
/** Pixels that a wheel turns for a zoom by e, or for a move by the axis' length. */
const WHEEL = 800
/** A press that moves farther than this, in pixels, drags the plot and is no click. */
const DRAG = 4

interface Press {
  /** Where on the axis it began. */
  readonly position: number
  readonly clientX: number
  readonly scale: Scale
  hasMoved: boolean
}

export interface UpdateAxis {
  /** The updates in sight. */
  readonly domain: ComputedRef<Range>
  /** The axis as it is now. */
  scale(): Scale
  /** Brings an update into sight. */
  reveal(update: number): void
  /** Keys that zoom and move. */
  keys(): PlotKeys
  /** The wheel, drags and double clicks; for the element that holds the plot. */
  readonly listeners: Readonly<{
    onWheel: (event: WheelEvent) => void
    onPointerdown: (event: PointerEvent) => void
    onPointermove: (event: PointerEvent) => void
    onPointerup: () => void
    onPointercancel: () => void
    onDblclick: () => void
  }>
  /** Whether the press that ended last moved the plot. */
  hasDragged(): boolean
}

/** Whether the keyboard's focus is in a plot, or on the figure around it. */
function hasFocus(plot: HTMLElement): boolean {
  const focused = document.activeElement
  return plot.contains(focused) || (focused !== null && focused === plot.closest('figure'))
}

/** Where an event is along an element, in the element's own pixels. */
function positionOf(event: MouseEvent): number {
  return pointIn(event.currentTarget as HTMLElement, event).x
}

/**
 * Zooming and moving along the updates, in all plots alike: a drag moves, as do keys, and the wheel zooms
 * around the pointer, with Ctrl or where the plot has the focus: else it scrolls the page. `extent` says
 * where in the element the axis starts and ends.
 */
export function useUpdateAxis(link: () => PlotLink, whole: () => Range, extent: () => Extent): UpdateAxis {
  const domain = computed<Range>(() => link().domain ?? whole())
  const scale = (): Scale => updateScale(link().xKind, domain.value, extent())
  let press: Press | null = null
  let hasDragged = false

  function show(wanted: Range): void {
    const next = clampDomain(link().xKind, wanted, whole())
    const isAll = next.min <= whole().min && next.max >= whole().max
    link().show(isAll ? null : next)
  }
  const zoom = (factor: number, centre: number): void => show(zoomed(scale(), factor, centre))
  const pan = (distance: number, from = scale()): void => show(panned(from, distance, whole()))
  const length = (): number => extent().end - extent().start
  /** About the crosshair, else the middle. */
  function zoomByKey(factor: number): void {
    const { hover } = link()
    const shown = scale()
    zoom(factor, hover ?? shown.reverse(extent().start + length() / 2))
  }

  function onWheel(event: WheelEvent): void {
    const { deltaX, deltaY } = event
    const isPan = Math.abs(deltaX) > Math.abs(deltaY)
    const isMeant = isPan || event.ctrlKey || event.metaKey || hasFocus(event.currentTarget as HTMLElement)
    // All is in sight already: the page may scroll.
    const isIdle = link().domain === null && (isPan || deltaY > 0)
    if (!isMeant || isIdle) return
    event.preventDefault()
    if (isPan) pan((deltaX / WHEEL) * length())
    else zoom(Math.exp(deltaY / WHEEL), scale().reverse(positionOf(event)))
  }

  function onPointerdown(event: PointerEvent): void {
    hasDragged = false
    if (event.button !== 0) return
    press = { position: positionOf(event), clientX: event.clientX, scale: scale(), hasMoved: false }
  }

  function onPointermove(event: PointerEvent): void {
    if (!press) return
    if (event.buttons === 0) return endPress()
    if (!press.hasMoved && Math.abs(event.clientX - press.clientX) < DRAG) return
    if (!press.hasMoved && event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId)
    press.hasMoved = true
    if (link().domain !== null) pan(press.position - positionOf(event), press.scale)
  }

  function endPress(): void {
    hasDragged = press?.hasMoved ?? false
    press = null
  }

  return {
    domain,
    scale,
    reveal(update) {
      const { start, end } = extent()
      const at = scale().forward(update)
      if (link().domain !== null && (at < start || at > end)) pan(at - (start + end) / 2)
    },
    keys: () =>
      byKey('updates', {
        zoomIn: () => zoomByKey(KEY_ZOOM),
        zoomOut: () => zoomByKey(1 / KEY_ZOOM),
        showAll: () => link().show(null),
        panBack: () => pan(-KEY_PAN * length()),
        panOn: () => pan(KEY_PAN * length()),
      }),
    listeners: {
      onWheel,
      onPointerdown,
      onPointermove,
      onPointerup: endPress,
      onPointercancel: endPress,
      onDblclick: () => link().show(null),
    },
    hasDragged: () => hasDragged,
  }
}
