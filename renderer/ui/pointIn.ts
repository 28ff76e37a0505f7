/** Where an event is within an element, in the element's own pixels, however much it is enlarged. */
export function pointIn(element: HTMLElement | SVGElement, event: MouseEvent): { x: number; y: number } {
  const { left, top, width } = element.getBoundingClientRect()
  const own = element instanceof HTMLElement ? element.offsetWidth : element.clientWidth
  const scale = own > 0 && width > 0 ? own / width : 1
  return { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale }
}
