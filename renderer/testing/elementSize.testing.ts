/** Gives every element that is observed a size, until it is undone: the tests' document lays nothing out. */
export function giveElementsSize(width: number, height: number): () => void {
  const before = globalThis.ResizeObserver
  const contentRect = DOMRectReadOnly.fromRect({ width, height })
  globalThis.ResizeObserver = class {
    readonly unobserve = (): void => undefined
    readonly disconnect = (): void => undefined
    readonly #callback: ResizeObserverCallback

    constructor(callback: ResizeObserverCallback) {
      this.#callback = callback
    }

    observe(target: Element): void {
      this.#callback([{ target, contentRect } as unknown as ResizeObserverEntry], this)
    }
  }
  return () => void (globalThis.ResizeObserver = before)
}
