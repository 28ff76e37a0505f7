import type { MatrixElement } from '../../../core/explain/matrix'
import { elementTex } from '../../../core/explain/matrix'
import type { ElementTerm, Factor } from '../../../core/explain/terms'

/** A piece of a formula; with a source it is that element, or is computed from it. */
export interface FactorPart {
  readonly tex: string
  readonly source: MatrixElement | null
}

const sign = (tex: string): FactorPart => ({ tex, source: null })

/** A term as its factors, with signs between them; a difference of two elements as both of them. */
export function factorParts({ factors }: ElementTerm): FactorPart[] {
  return factors.flatMap((factor, i) => [...(i > 0 ? [sign('\\cdot')] : []), ...partsOf(factor)])
}

function partsOf({ tex, sources = [] }: Factor): FactorPart[] {
  const [first, second] = sources.map((source) => ({
    tex: elementTex(source.matrix, source.row, source.col),
    source,
  }))
  if (first && second && tex === `(${first.tex} - ${second.tex})`) {
    return [sign('('), first, sign('-'), second, sign(')')]
  }
  return [{ tex, source: first?.source ?? null }]
}
