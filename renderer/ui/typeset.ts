import katex from 'katex'

/** Formulas that were set before, by their LaTeX, the oldest first. */
const known = new Map<string, Element>()
const MOST_KNOWN = 2000

/**
 * A formula as KaTeX sets it, in an element of its own. One that was set before is copied, which takes a
 * fifth of the time: a step of the Microscope has dozens, most of which stand in many steps.
 */
export function typeset(tex: string): Node {
  let set = known.get(tex)
  if (!set) {
    set = document.createElement('span')
    katex.render(tex, set as HTMLElement, { throwOnError: false })
    if (known.size === MOST_KNOWN) known.delete(known.keys().next().value!)
    known.set(tex, set)
  }
  return (set.firstChild ?? set).cloneNode(true)
}
