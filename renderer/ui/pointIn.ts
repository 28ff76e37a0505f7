/** A point within an element, and the element's size, in the element's own pixels. */
export interface PointInElement {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where an event is within an element, in the element's own pixels, however much it is enlarged. */
export function pointIn(element: HTMLElement | SVGElement, event: MouseEvent): PointInElement {
  const { left, top, width: shownWidth } = element.getBoundingClientRect()
  const [width, height] =
    element instanceof HTMLElement
      ? [element.offsetWidth, element.offsetHeight]
      : [element.clientWidth, element.clientHeight]
  const scale = width > 0 && shownWidth > 0 ? width / shownWidth : 1
  return { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale, width, height }
}
