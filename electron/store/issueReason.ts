import { reason, type Reason } from '../../core/contract/reasons'
import type { z } from '../../core/experiment/zod'
import { showText, showValue } from '../../core/text/foreign'

/** Characters of what a document holds, or of what the schema says of it. */
const MOST_CHARACTERS = 200

/** What a schema says of a part of a document. */
export function issueReason(issue: z.core.$ZodIssue | undefined): Reason {
  const shown = (texts: readonly unknown[]) => showText(texts.map(showValue).join(', '), MOST_CHARACTERS)
  switch (issue?.code) {
    case 'invalid_type':
      return reason('expectedType', { type: issue.expected })
    case 'invalid_value':
      return reason('expectedValues', { values: shown(issue.values) })
    case 'invalid_format':
      return reason('expectedFormat', { format: showText(issue.pattern ?? issue.format, MOST_CHARACTERS) })
    case 'too_small':
      return reason('expectedAtLeast', { min: Number(issue.minimum) })
    case 'too_big':
      return reason('expectedAtMost', { max: Number(issue.maximum) })
    case 'unrecognized_keys':
      return reason('unknownKeys', { keys: shown(issue.keys) })
    case 'invalid_union':
      return reason('unknownKind')
    default:
      return reason('words', { text: showText(issue?.message ?? '', MOST_CHARACTERS) })
  }
}
