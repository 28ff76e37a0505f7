/*
 * What was observed as numbers in one list, and a layout that says where each of them belongs.
 */

/** A document of numbers, columns of numbers, texts and nulls. */
type Document =
  number | string | null | Float64Array | readonly Document[] | { readonly [key: string]: Document }

/**
 * The document with its place in the list in place of every number, and [begin, end) in place of every
 * column.
 */
export type Layout = number | string | null | readonly Layout[] | { readonly [key: string]: Layout }

export interface Spread {
  readonly layout: Layout
  readonly values: Float64Array
}

/** Takes the numbers out of a document. */
export function spread(document: unknown): Spread {
  const values: number[] = []
  const layoutOf = (part: Document): Layout => {
    if (typeof part === 'number') return values.push(part) - 1
    if (typeof part === 'string' || part === null) return part
    if (part instanceof Float64Array) {
      const begin = values.length
      for (const value of part) values.push(value)
      return [begin, values.length]
    }
    if (Array.isArray(part)) return part.map(layoutOf)
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, layoutOf(value)]))
  }
  return { layout: layoutOf(document as Document), values: Float64Array.from(values) }
}

/** Puts the numbers back: a list of two numbers is a column, any other has parts. */
export function gather({ layout, values }: Spread): unknown {
  if (typeof layout === 'number') return values[layout]
  if (typeof layout === 'string' || layout === null) return layout
  if (Array.isArray(layout)) {
    const [begin, end] = layout as readonly Layout[]
    if (typeof begin === 'number' && typeof end === 'number') return values.slice(begin, end)
    return layout.map((part: Layout) => gather({ layout: part, values }))
  }
  return Object.fromEntries(
    Object.entries(layout).map(([key, part]: [string, Layout]) => [key, gather({ layout: part, values })]),
  )
}
