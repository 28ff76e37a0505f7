import type { Reason, ReasonCode } from '../../core/contract/reasons'

/** The codes of a reason and of those within it; `words` among them is said in English in every language. */
export function codesOf({ code, params }: Reason): ReasonCode[] {
  const within = Object.values(params).flatMap((param) =>
    typeof param === 'object' && 'code' in param ? codesOf(param) : [],
  )
  return [code, ...within]
}
