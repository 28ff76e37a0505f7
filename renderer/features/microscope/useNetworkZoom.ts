import type { Ref } from 'vue'
import { computed, watch } from 'vue'
import type { Timeline } from '../../../core/explain/timeline'
import { byKey } from '../../ui/shortcuts'
import { useElementSize } from '../../ui/useElementSize'
import type { NetworkGeometry } from './networkGeometry'
import { alignedSpot, AXIS, geometryOf, GUTTER, NODE, spotOf } from './networkGeometry'
import { readingScale } from './unitGrid'
import type { PanZoom } from './usePanZoom'
import { usePanZoom } from './usePanZoom'
import type { Extent } from './viewport'

/** The least scale, unless that at rest is less. */
const LEAST = 0.25
/** How many times its height the network takes from near, at most. */
const MOST_HEIGHTS = 2
/** By how much a press of a key zooms, and how many pixels it pans. */
const NOTCH = 1.5
const PAN = 80
const PANS = byKey<'network', readonly [dx: number, dy: number]>('network', {
  left: [-PAN, 0],
  right: [PAN, 0],
  up: [0, -PAN],
  down: [0, PAN],
})

export interface NetworkPosition {
  timeline(): Timeline
  /** The step that is shown, which stays in sight. */
  index(): number
  /** Screen pixels a unit of the drawing at rest, at least. */
  leastScale(): number
}

type Gestures = Pick<PanZoom, 'onWheel' | 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onClick'>

export interface NetworkZoom extends Gestures, Pick<PanZoom, 'view' | 'canZoomIn' | 'canZoomOut'> {
  /** What the element needs to show the network's height, in pixels: more from near. */
  readonly height: Readonly<Ref<number>>
  /** What the element leaves beside the axes, in pixels. */
  readonly pane: Readonly<Ref<Extent>>
  readonly geometry: Readonly<Ref<NetworkGeometry>>
  /**
   * Closer (above 0), further away (below), or as at the start (0): about the step while that is in sight.
   */
  zoomBy(direction: number): void
  /** Shift with an arrow key pans. */
  onKey(event: KeyboardEvent): void
}

/** Zooms the network from all steps down to the number of every unit, and keeps the step in sight. */
export function useNetworkZoom(
  element: Readonly<Ref<HTMLElement | null>>,
  { timeline, index, leastScale }: NetworkPosition,
): NetworkZoom {
  const size = useElementSize(element)
  const pane = computed(() => ({
    width: Math.max(1, (size.value.width || 720) - GUTTER),
    height: Math.max(1, (size.value.height || 150) - AXIS),
  }))
  const rest = computed(() => {
    const { extent } = geometryOf(timeline(), pane.value.width)
    return Math.max(leastScale(), Math.min(1, pane.value.height / extent.height))
  })
  const geometry = computed(() => geometryOf(timeline(), pane.value.width / rest.value))
  const scales = computed(() => {
    const { hiddenSize } = timeline().trace.sizes
    const all = pane.value.width / geometry.value.extent.width
    return {
      rest: rest.value,
      least: Math.min(rest.value, Math.max(LEAST, all)),
      greatest: Math.max(4, readingScale(hiddenSize, NODE.width - 10, NODE.height / 2 - 5)),
    }
  })
  const { zoom, reset, reveal, pan, ...panZoom } = usePanZoom({
    content: () => geometry.value.extent,
    pane: () => pane.value,
    scales: () => scales.value,
  })
  const height = computed(() => {
    const larger = Math.min(MOST_HEIGHTS, Math.max(1, panZoom.view.value.scale))
    return Math.ceil(geometry.value.extent.height * larger) + AXIS
  })
  const spot = computed(() => spotOf(timeline(), index(), geometry.value))
  watch(
    spot,
    (shown) => {
      const isAtRest = panZoom.view.value.scale === rest.value
      reveal(isAtRest ? alignedSpot(shown, geometry.value) : shown)
    },
    { immediate: true },
  )

  function zoomBy(direction: number): void {
    if (direction === 0) return reset(spot.value)
    const factor = direction > 0 ? NOTCH : 1 / NOTCH
    const { x, y, scale } = panZoom.view.value
    const at = { x: (spot.value.x - x) * scale, y: (spot.value.y - y) * scale }
    const isInSight = at.x >= 0 && at.x <= pane.value.width && at.y >= 0 && at.y <= pane.value.height
    zoom(factor, isInSight ? at : undefined)
    if (isInSight) reveal({ ...spot.value, width: NODE.width, height: NODE.height })
  }

  function onKey(event: KeyboardEvent): void {
    const by = event.shiftKey ? PANS[`Shift+${event.key}`] : undefined
    if (!by) return
    event.preventDefault()
    pan(...by)
  }

  return { height, pane, geometry, ...panZoom, zoomBy, onKey }
}
