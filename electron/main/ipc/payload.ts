/** More than any request of the contract has, and little enough to be read at once. */
const MOST = { depth: 16, values: 10_000, characters: 100_000 }

/**
 * Why a payload is not even looked at, in one line, or null. Whatever structured cloning can carry may
 * arrive: only plain objects, arrays, texts, numbers, flags and null are let through, and no more of them
 * than a request has; and bytes, where a request takes a file.
 */
export function payloadProblem(payload: unknown, takesBytes = false): string | null {
  let values = 0
  let characters = 0

  function visit(value: unknown, depth: number): string | null {
    if (++values > MOST.values) return `it has more than ${MOST.values} values`
    if (typeof value === 'string') return count(value)
    if (typeof value === 'bigint') return 'it holds a BigInt where a number is expected'
    if (typeof value !== 'object' || value === null) return null
    if (depth === MOST.depth) return `it is nested deeper than ${MOST.depth} levels`
    if (Array.isArray(value)) return firstOf(value, (item) => visit(item, depth + 1))
    if (takesBytes && value instanceof Uint8Array) return null
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null)
      return 'it holds something that is not plain data'
    return firstOf(Object.entries(value), ([key, item]) => count(key) ?? visit(item, depth + 1))
  }

  function count(text: string): string | null {
    characters += text.length
    return characters > MOST.characters ? `its texts are longer than ${MOST.characters} characters` : null
  }

  return visit(payload, 0)
}

/** The first problem that any of the items has. */
function firstOf<T>(items: readonly T[], problemOf: (item: T) => string | null): string | null {
  for (const item of items) {
    const problem = problemOf(item)
    if (problem !== null) return problem
  }
  return null
}
