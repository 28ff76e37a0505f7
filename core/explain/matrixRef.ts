/**
 * Which matrix of an update is meant. Cells are counted as in `trace.cells`, gates as in their cell, t from 0
 * within the pass; a parameter has its PyTorch name.
 */
export type MatrixRef =
  | { readonly kind: 'loss' | 'normBefore' | 'normAfter' | 'unusedBias' }
  | { readonly kind: 'x' | 'oneHot' | 'dx' | 'givenDh' | 'score' | 'dScore'; readonly t: number }
  /** What a loss makes of the scores of a step, by its letter. */
  | { readonly kind: 'ofScores'; readonly letter: string; readonly t: number }
  /** `extra` is what a cell keeps besides its state; `dh0` and `dc0` stand before the first step. */
  | {
      readonly kind: 'h' | 'c' | 'extra' | 'dh' | 'dc' | 'dhUnlimited' | 'dcUnlimited' | 'dh0' | 'dc0'
      readonly cell: number
      readonly t: number
    }
  /** The gradient of a vector that only one kind of cell has, by the letter of that vector. */
  | { readonly kind: 'gradOfCell'; readonly letter: string; readonly cell: number; readonly t: number }
  /** A gate, what its nonlinearity is applied to, and the gradient there. */
  | {
      readonly kind: 'gate' | 'pre' | 'dPre'
      readonly cell: number
      readonly gate: number
      readonly t: number
    }
  /** The states of both directions of a layer. */
  | { readonly kind: 'layerOutput'; readonly layer: number; readonly t: number }
  /** What dropout multiplies the outputs of a layer with, and what the layer above reads. */
  | { readonly kind: 'mask' | 'dropped'; readonly layer: number; readonly t: number }
  /** A whole parameter or one gate's block of it, or numbers of its shape; `cell` is null for the head's. */
  | {
      readonly kind: 'parameter'
      readonly stage: string
      readonly parameter: string
      readonly cell: number | null
      readonly gate?: number
    }
  /** A result of one of two programs that are compared, or the difference of both, by its name. */
  | { readonly kind: 'ofProgram' | 'difference'; readonly stage: string; readonly letter: string }
  /** What a step adds to the gradient of a gate's block, and what has come together so far. */
  | {
      readonly kind: 'contribution' | 'accumulated'
      readonly parameter: string
      readonly cell: number
      readonly gate: number
      readonly t: number
    }

type WithoutTime<Ref> = Ref extends { readonly t: number } ? Omit<Ref, 't'> : Ref
/** What a matrix is, whatever t. */
export type TimelessRef = WithoutTime<MatrixRef>

declare const brand: unique symbol
/** The identity of a matrix in its update, made by `matrixId` alone. */
export type MatrixId = string & { readonly [brand]: 'matrix' }
/** What stays the same from step to step, made by `matrixKey` alone: h of a cell, whatever t. */
export type MatrixKey = string & { readonly [brand]: 'matrix at any t' }

const FIELDS = ['kind', 'stage', 'letter', 'parameter', 'layer', 'cell', 'gate', 't'] as const

/** The id of a matrix, such as `h.0.3`. */
export function matrixId(ref: MatrixRef): MatrixId {
  return joined(ref) as MatrixId
}

export function matrixKey(ref: TimelessRef): MatrixKey {
  return joined({ ...ref, t: null }) as MatrixKey
}

/** The cell that a matrix belongs to; null where it belongs to none. */
export function cellOf(ref: MatrixRef): number | null {
  return 'cell' in ref ? ref.cell : null
}

function joined(ref: Readonly<Partial<Record<(typeof FIELDS)[number], string | number | null>>>): string {
  return FIELDS.map((field) => ref[field] ?? '')
    .filter((part) => part !== '')
    .join('.')
}
