import type { CellKind } from '../kinds/cells'
import type { LossKind } from '../kinds/losses'

/** What there is to know of the toy loss and the toy cell; see `toyEntries.testing.ts`. */
export const toyLossKind: LossKind = { targets: 'values' }

export const toyCellKind: CellKind = {
  gateNames: ['u'],
  sigmoidGates: [],
  hasCellState: false,
  settings: [],
  numbersPerUnit: 1000,
  referenceName: 'toy_rnn',
}
