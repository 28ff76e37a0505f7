import type { LossName } from '../../kinds/losses'
import { crossEntropy } from './crossEntropy'
import type { LossDescription } from './lossDescription'
import { mse } from './mse'

/** How each loss is computed, by its name. */
export const lossDescriptions: Readonly<Record<LossName, LossDescription>> = { crossEntropy, mse }
