import type { ReasonCode } from '../../core/contract/reasons'
import { reasonSentences } from '../../core/contract/reasons'

/** Why something was refused or is damaged: the sentences of the command line. */
export const reasonsEn: { readonly reasons: Readonly<Record<ReasonCode, string>> } = {
  reasons: reasonSentences,
}
