import { fileURLToPath } from 'node:url'

/** The folder of the lessons that come along, two folders above the built file. */
export function shippedLessons(): string {
  return fileURLToPath(new URL('../../lessons/', import.meta.url))
}
