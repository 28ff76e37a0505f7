/** What all matrices are drawn on, one after the other. */
let aside: OffscreenCanvas | null = null

/**
 * Draws on a canvas of this size in pixels that stands in no page, and returns the picture, which is handed
 * on and not copied. To set the font of a canvas in a page makes the engine compute the styles of all that
 * has changed there, once more for every canvas.
 */
export function drawAside(
  width: number,
  height: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
): ImageBitmap | null {
  aside ??= new OffscreenCanvas(width, height)
  if (aside.width !== width) aside.width = width
  if (aside.height !== height) aside.height = height
  const context = aside.getContext('2d')
  if (!context) return null
  draw(context)
  return aside.transferToImageBitmap()
}
