import { parse } from '@humanwhocodes/momoa'
import { showText, showValue } from '../text/foreign'
import { FormatError } from './formatError'
import type { MistakenKind } from './mistaken'

/** What keeps a file from being a JSON document; lines and columns count from 1. */
export type JsonFault =
  | { readonly kind: 'mistaken'; readonly what: MistakenKind }
  /** `text` is the engine's own message; `place` is null where it cannot be told. */
  | { readonly kind: 'syntax'; readonly text: string; readonly place: JsonPlace | null }
  | { readonly kind: 'keyTwice'; readonly key: string }
  | { readonly kind: 'tooDeep'; readonly most: number }

export interface JsonPlace {
  readonly line: number
  readonly column: number
}

/** A file or a text is no JSON document. The message is one English sentence that begins with its name. */
export class JsonError extends FormatError {
  constructor(
    name: string,
    readonly fault: JsonFault,
  ) {
    super(`${name} ${describeFault(fault)}`)
  }
}

function describeFault(fault: JsonFault): string {
  switch (fault.kind) {
    case 'mistaken':
      return `is ${fault.what.is}`
    case 'syntax':
      return `is not JSON: ${fault.text}`
    case 'keyTwice':
      return `has the key ${showValue(fault.key)} twice`
    case 'tooDeep':
      return `is nested more than ${fault.most} levels deep`
  }
}

/** Characters of the engine's own message, which quotes the text. */
const REASON_LENGTH = 160

/** Why the engine did not read a text, and from where on: not every engine says that. */
export function syntaxFault(error: unknown, text: string): JsonFault {
  const message = error instanceof Error ? showText(error.message.replace(/\s+/g, ' '), REASON_LENGTH) : ''
  return { kind: 'syntax', text: message, place: placeOfFault(text) }
}

function placeOfFault(text: string): JsonPlace | null {
  try {
    parse(text, { mode: 'json' })
  } catch (error) {
    const { line, column } = error as Partial<JsonPlace>
    if (line !== undefined && column !== undefined) return { line, column }
  }
  return null
}
