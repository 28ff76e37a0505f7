import type { CellName } from '../kinds/cells'
import type { CellKind } from './cell'
import { gru } from './gru'
import { lstm } from './lstm'
import { residual } from './residual'
import { rnn } from './rnn'

/** Every kind of cell, by the name that experiments use. */
export const cellKinds: Readonly<Record<CellName, CellKind>> = { rnn, residual, gru, lstm }
