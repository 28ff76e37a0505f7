/** What part of some content is in sight: its top left corner in the content's units, and the scale. */
export interface View {
  /** Screen pixels a unit. */
  readonly scale: number
  readonly x: number
  readonly y: number
}

export interface Extent {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A rectangle by its middle. */
export interface Spot extends Point, Extent {}

/** Moves a view along one axis so that nothing empty shows, or centres content that is smaller. */
function clampedStart(start: number, extent: number, visible: number): number {
  if (extent <= visible) return (extent - visible) / 2
  return Math.min(Math.max(start, 0), extent - visible)
}

/** The nearest view of this scale that shows no more emptiness than it must. */
export function clamped(view: View, content: Extent, pane: Extent): View {
  const { scale } = view
  return {
    scale,
    x: clampedStart(view.x, content.width, pane.width / scale),
    y: clampedStart(view.y, content.height, pane.height / scale),
  }
}

/** The view at another scale with the same point of the content under a point of the pane. */
export function zoomedAt(view: View, scale: number, { x, y }: Point): View {
  return {
    scale,
    x: view.x + x / view.scale - x / scale,
    y: view.y + y / view.scale - y / scale,
  }
}

/** The view moved by pixels of the screen. */
export function panned({ scale, x, y }: View, dx: number, dy: number): View {
  return { scale, x: x + dx / scale, y: y + dy / scale }
}

/** The view with a spot in its middle, on each axis only where the spot is not in sight already. */
export function revealing(view: View, spot: Spot, pane: Extent): View {
  const along = (start: number, middle: number, size: number, visible: number): number => {
    const isInSight = middle - size / 2 >= start && middle + size / 2 <= start + visible
    return isInSight ? start : middle - visible / 2
  }
  const [width, height] = [pane.width / view.scale, pane.height / view.scale]
  return {
    scale: view.scale,
    x: along(view.x, spot.x, Math.min(spot.width, width), width),
    y: along(view.y, spot.y, Math.min(spot.height, height), height),
  }
}
