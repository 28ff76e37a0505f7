/**
 * The step that a key leads to from step `at` of `count`, or null where the key is not for moving along steps. The
 * event is used up where it is.
 */
export function stepTarget(event: KeyboardEvent, at: number, count: number): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return null
  const stride = event.shiftKey ? 10 : 1
  const targets: Record<string, number> = {
    ArrowLeft: at - stride,
    ArrowDown: at - stride,
    ArrowRight: at + stride,
    ArrowUp: at + stride,
    Home: 0,
    End: count - 1,
  }
  const target = targets[event.key]
  if (target === undefined) return null
  event.preventDefault()
  event.stopPropagation()
  return Math.min(Math.max(target, 0), count - 1)
}
