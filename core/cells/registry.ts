import type { CellName } from '../kinds/cells'
import type { CellType } from './cell'
import { gru } from './gru'
import { lstm } from './lstm'
import { residual } from './residual'
import { rnn } from './rnn'

/** Every kind of cell, by the name that experiments use. */
export const cellTypes: Readonly<Record<CellName, CellType>> = { rnn, residual, gru, lstm }
