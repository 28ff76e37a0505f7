import type { Observation } from '../../../core/contract/observation'

/** Beyond it tanh is all but flat, as the share of saturated units counts it. */
const SATURATED = 0.95
/** The gates that are squashed by tanh: the candidates. */
const CANDIDATES = ['g', 'n']

/**
 * Of each unit the share of the sequence's steps at which it is saturated: |tanh|, the candidate's where
 * there is one, above 0.95; with relu, 0.
 */
export function unitSaturation(
  {
    h,
    gates,
    seqLen,
    hiddenSize,
  }: Pick<NonNullable<Observation['states']>, 'h' | 'gates' | 'seqLen' | 'hiddenSize'>,
  isRelu: boolean,
): Float64Array {
  const values = gates.find(({ gate }) => CANDIDATES.includes(gate))?.values ?? h
  const shares = new Float64Array(hiddenSize)
  for (let i = 0; i < seqLen * hiddenSize; i++) {
    const isSaturated = isRelu ? values[i] === 0 : Math.abs(values[i]!) > SATURATED
    if (isSaturated) shares[i % hiddenSize]! += 1 / seqLen
  }
  return shares
}
