import type { Page } from '@playwright/test'

/** The least type of a page, in pixels of the screen, and the text that is set in it. */
export interface LeastType {
  readonly pixels: number
  readonly text: string
}

/**
 * Keeps the size of every text that is drawn on a canvas from now on, in CSS pixels: the font's, as the
 * canvas is drawn in pixels of the screen and transformed to them.
 */
export function watchCanvasType(page: Page): Promise<void> {
  return page.evaluate(() => {
    const drawn: { pixels: number; text: string }[] = []
    Object.assign(window, { drawnType: drawn })
    const prototype = CanvasRenderingContext2D.prototype
    for (const name of ['fillText', 'strokeText'] as const) {
      const draw = Reflect.get(prototype, name) as (...args: unknown[]) => void
      prototype[name] = function (this: CanvasRenderingContext2D, text: string, ...rest: unknown[]) {
        const size = Number(/([\d.]+)px/.exec(this.font)?.[1])
        const { b, d } = this.getTransform()
        if (this.canvas.isConnected && text.trim() !== '')
          drawn.push({ pixels: size * Math.hypot(b, d), text })
        draw.call(this, text, ...rest)
      }
    }
  })
}

/**
 * The least type of all that is in sight: of the page's texts, SVG's scaled as it is shown, and of canvases.
 */
export function leastType(page: Page): Promise<LeastType[]> {
  return page.evaluate(() => {
    const found: { pixels: number; text: string }[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!
      const text = node.textContent!.trim()
      if (text === '' || element.closest('.visually-hidden, .katex-mathml, option, script, style')) continue
      if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      const isInSight =
        box.width > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
      if (!isInSight) continue
      const size = parseFloat(getComputedStyle(element).fontSize)
      const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null
      const scale = matrix ? Math.hypot(matrix.b, matrix.d) : 1
      found.push({ pixels: size * scale * devicePixelRatio, text })
    }
    for (const element of document.querySelectorAll<HTMLElement>('input:not([type=range]), select')) {
      if (!element.checkVisibility() || element.closest('.visually-hidden')) continue
      found.push({
        pixels: parseFloat(getComputedStyle(element).fontSize) * devicePixelRatio,
        text: element.tagName,
      })
    }
    const drawn = (window as unknown as { drawnType?: { pixels: number; text: string }[] }).drawnType ?? []
    return [...found, ...drawn.splice(0)].sort((a, b) => a.pixels - b.pixels).slice(0, 12)
  })
}
