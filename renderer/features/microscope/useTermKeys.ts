import type { Ref } from 'vue'
import { byKey } from '../../ui/shortcuts'

const WAYS = byKey<'terms', readonly [rows: number, factors: number]>('terms', {
  down: [1, 0],
  up: [-1, 0],
  left: [0, -1],
  right: [0, 1],
})

/**
 * Arrow keys in a list of terms: from it to the first factor, and from factor to factor, along a term or to
 * the terms above and below. The list is one stop of the tab order, however many factors it has.
 */
export function useTermKeys(list: Readonly<Ref<HTMLElement | null>>): (event: KeyboardEvent) => void {
  const factorsOf = (row: Element | undefined): HTMLElement[] => [
    ...(row?.querySelectorAll<HTMLElement>('[data-factor]') ?? []),
  ]

  /** The factor that a key leads to; null where there is none that way. */
  function target([rows, factors]: readonly [number, number]): HTMLElement | null {
    const all = [...(list.value?.querySelectorAll('tbody tr') ?? [])].filter(
      (row) => factorsOf(row).length > 0,
    )
    const now = document.activeElement
    const row = all.findIndex((each) => each.contains(now))
    if (row < 0) return rows > 0 ? (factorsOf(all[0])[0] ?? null) : null
    const column = factorsOf(all[row]).findIndex((factor) => factor === now)
    const there = factorsOf(all[row + rows])
    return (rows === 0 ? there[column + factors] : there[Math.min(column, there.length - 1)]) ?? null
  }

  return (event) => {
    const way = WAYS[event.key]
    const isInside = list.value !== document.activeElement
    if (!way || (!isInside && way[0] <= 0)) return
    event.preventDefault()
    event.stopPropagation()
    target(way)?.focus()
  }
}
