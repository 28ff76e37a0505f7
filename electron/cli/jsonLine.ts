import { escapeUnshown } from '../../core/text/foreign'

/**
 * A value as a line of JSON. What a terminal would obey is escaped, which JSON lets stand in texts; whoever
 * parses the line gets the very same value.
 */
export function jsonLine(value: unknown): string {
  return `${escapeUnshown(JSON.stringify(value))}\n`
}
