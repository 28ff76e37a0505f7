/** What all matrices are drawn on, one after the other; it only grows, so that it keeps its font. */
let aside: HTMLCanvasElement | null = null

/**
 * Draws on a canvas that stands in no page, at least of this size in pixels, and returns it to be copied from.
 * To set the font of a canvas in a page makes the engine compute the styles of all that has changed there, once
 * more for every canvas.
 */
export function drawAside(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  aside ??= document.createElement('canvas')
  if (aside.width < width) aside.width = width
  if (aside.height < height) aside.height = height
  const context = aside.getContext('2d')
  if (context) draw(context)
  return aside
}
