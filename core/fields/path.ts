type Document = Record<string, unknown>

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a dotted path of a document, or undefined; the document itself at the empty path. */
export function valueAt(document: unknown, path: string): unknown {
  if (path === '') return document
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Document)[key] : undefined),
      document,
    )
}

/**
 * Sets the value at a dotted path of a document; whatever stands in the way of the path gives place to
 * objects.
 */
export function setAt(document: Document, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  let target = document
  for (const key of keys) {
    if (!isDocument(target[key])) target[key] = {}
    target = target[key] as Document
  }
  target[last] = value
}
