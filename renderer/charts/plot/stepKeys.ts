import type { StepLink } from './stepLink'

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

/** Up and down look at the unit before or after, at step `at`. The event is used up then. */
export function unitMove(event: KeyboardEvent, link: StepLink, at: number, numUnits: number): boolean {
  const move = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (move === undefined || numUnits === 0 || event.ctrlKey || event.metaKey || event.altKey) return false
  event.preventDefault()
  event.stopPropagation()
  const wanted = (link.unit ?? -move) + move
  link.look(at, Math.min(Math.max(wanted, 0), numUnits - 1))
  return true
}
