import type { CellName } from '../experiment/experiment'
import type { CellDescription } from './description'
import { gru } from './gru'
import { lstm } from './lstm'
import { residual } from './residual'
import { rnn } from './rnn'

/** How each kind of cell computes. */
export const descriptions: Readonly<Record<CellName, CellDescription>> = { rnn, residual, gru, lstm }
