import type { StepLink } from '../../composables/useObservedStep'

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

/** Enter keeps the unit looked at marked in every view or lets it go, Escape lets it go. The event is used up then. */
export function unitKey(event: KeyboardEvent, link: StepLink): boolean {
  const isKeep = event.key === 'Enter' && link.unit !== null
  const isLetGo = event.key === 'Escape' && link.keptUnit !== null
  if (!isKeep && !isLetGo) return false
  event.preventDefault()
  event.stopPropagation()
  link.keep(isKeep ? link.unit : link.keptUnit)
  return true
}
