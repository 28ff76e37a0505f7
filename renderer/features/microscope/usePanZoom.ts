import type { Ref } from 'vue'
import { computed, ref } from 'vue'
import type { Extent, Point, Spot, View } from './viewport'
import { clamped, panned, revealing, zoomedAt } from './viewport'

export interface PanZoomOptions {
  content(): Extent
  pane(): Extent
  /** The scale at rest, the least and the greatest. */
  scales(): { readonly rest: number; readonly least: number; readonly greatest: number }
}

export interface PanZoom {
  /** What is in sight. */
  readonly view: Readonly<Ref<View>>
  readonly canZoomIn: Readonly<Ref<boolean>>
  readonly canZoomOut: Readonly<Ref<boolean>>
  /** By a factor, about a point of the pane; without one about its middle. */
  zoom(factor: number, at?: Point): void
  /** Back to the scale at rest, about the spot. */
  reset(spot: Spot): void
  reveal(spot: Spot): void
  /** Moves by pixels; false where there is nothing further that way. */
  pan(dx: number, dy: number): boolean
  onWheel(event: WheelEvent): void
  onPointerDown(event: PointerEvent): void
  onPointerMove(event: PointerEvent): void
  onPointerUp(event: PointerEvent): void
  /** Swallows the click that ends a drag. */
  onClick(event: MouseEvent): void
}

/** Pixels that a pointer moves before it is a drag and no click. */
const SLACK = 4

/** Zooms and pans: Ctrl and wheel or a pinch zoom, the wheel and a drag pan. */
export function usePanZoom({ content, pane, scales }: PanZoomOptions): PanZoom {
  /** Null is the scale at rest, whatever that becomes when the pane is resized. */
  const scale = ref<number | null>(null)
  const corner = ref<Point>({ x: 0, y: 0 })
  let dragged: { from: Point; isFar: boolean } | null = null
  let hasJustDragged = false

  const view = computed(() =>
    clamped({ scale: scale.value ?? scales().rest, ...corner.value }, content(), pane()),
  )

  function show(next: View): void {
    const { x, y } = clamped(next, content(), pane())
    corner.value = { x, y }
  }

  function zoom(factor: number, at: Point = { x: pane().width / 2, y: pane().height / 2 }): void {
    const { least, greatest } = scales()
    const wanted = Math.min(Math.max(view.value.scale * factor, least), greatest)
    const next = zoomedAt(view.value, wanted, at)
    scale.value = wanted
    show(next)
  }

  function pan(dx: number, dy: number): boolean {
    const before = view.value
    show(panned(before, dx, dy))
    return view.value.x !== before.x || view.value.y !== before.y
  }

  function onWheel(event: WheelEvent): void {
    const { deltaX, deltaY, ctrlKey, shiftKey } = event
    if (ctrlKey) {
      event.preventDefault()
      const box = (event.currentTarget as Element).getBoundingClientRect()
      const factor = Math.exp(Math.min(50, Math.max(-50, -deltaY)) * 0.008)
      zoom(factor, { x: event.clientX - box.left, y: event.clientY - box.top })
      return
    }
    // A wheel goes along the steps where there is nothing above or below.
    const isFlat = content().height * view.value.scale <= pane().height + 1
    const isAlong = (isFlat || shiftKey) && deltaX === 0
    if (isAlong ? pan(deltaY, 0) : pan(deltaX, deltaY)) event.preventDefault()
  }

  function onPointerDown(event: PointerEvent): void {
    hasJustDragged = false
    if (event.button === 0) dragged = { from: { x: event.clientX, y: event.clientY }, isFar: false }
  }

  function onPointerMove(event: PointerEvent): void {
    if (!dragged) return
    // The button was released outside.
    if (event.buttons === 0) return onPointerUp()
    const [dx, dy] = [event.clientX - dragged.from.x, event.clientY - dragged.from.y]
    if (!dragged.isFar && Math.hypot(dx, dy) < SLACK) return
    if (!dragged.isFar) (event.currentTarget as Element).setPointerCapture(event.pointerId)
    dragged = { from: { x: event.clientX, y: event.clientY }, isFar: true }
    pan(-dx, -dy)
  }

  function onPointerUp(): void {
    hasJustDragged = dragged?.isFar ?? false
    dragged = null
  }

  function onClick(event: MouseEvent): void {
    if (hasJustDragged) event.stopPropagation()
    hasJustDragged = false
  }

  return {
    view,
    canZoomIn: computed(() => view.value.scale < scales().greatest * 0.999),
    canZoomOut: computed(() => view.value.scale > scales().least * 1.001),
    zoom,
    reset(spot) {
      scale.value = null
      show(revealing({ scale: scales().rest, x: -Infinity, y: -Infinity }, spot, pane()))
    },
    reveal: (spot) => show(revealing(view.value, spot, pane())),
    pan,
    onWheel,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onClick,
  }
}
