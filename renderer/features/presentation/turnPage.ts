/** Of a page's height so much is turned at once: the last lines of one are the first of the next. */
const SHARE = 0.85

/**
 * Moves what is read in a place by a page; returns whether there was anything left to move in this direction.
 */
export function turnPage(place: Element | null, direction: 1 | -1): boolean {
  const page = Array.from(place?.querySelectorAll<HTMLElement>('.scrolls') ?? [])
    .filter((each) => each.scrollHeight > each.clientHeight + 1 && each.clientHeight > 0)
    .sort((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight)[0]
  if (!page) return false
  const before = page.scrollTop
  page.scrollTop = before + direction * SHARE * page.clientHeight
  return Math.abs(page.scrollTop - before) > 1
}
