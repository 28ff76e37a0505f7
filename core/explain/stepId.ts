/**
 * Whose parameters' gradients: those of a cell of `trace.cells`, or of what stands before or behind the
 * cells.
 */
export type GradientsOf = number | 'head' | 'embedding' | 'state'

/** Where a step stands, by its phase: in which cell of `trace.cells`, at which t of the pass (from 0). */
interface StepPosition {
  start: []
  forward: [cell: number, t: number]
  output: [t: number]
  loss: []
  backward: [cell: number, t: number]
  gradients: [of: GradientsOf]
  clip: []
  update: []
  comparison: []
}

/** What kind of work a step does. */
export type Phase = keyof StepPosition

declare const brand: unique symbol
/** The identity of a step in its update, made by `stepId` alone. */
export type StepId = string & { readonly [brand]: 'step' }

/** The id of a step, such as `stepId('forward', 0, 3)`: cell 0 at t = 3. */
export function stepId<P extends Phase>(phase: P, ...position: StepPosition[P]): StepId {
  return [phase, ...position].join('.') as StepId
}
