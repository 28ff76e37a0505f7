/** Resolves once what was changed until now has been painted; in a hidden window, once that is shown again. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}
