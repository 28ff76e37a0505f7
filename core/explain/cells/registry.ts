import type { CellName } from '../../kinds/cells'
import type { CellDescription } from './cellDescription'
import { gru } from './gru'
import { lstm } from './lstm'
import { residual } from './residual'
import { rnn } from './rnn'

/** How each kind of cell computes, by the name that experiments use. */
export const cellDescriptions: Readonly<Record<CellName, CellDescription>> = { rnn, residual, gru, lstm }
