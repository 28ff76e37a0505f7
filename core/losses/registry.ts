import { crossEntropy } from './crossEntropy'
import type { LossName } from '../kinds/losses'
import type { Loss } from './loss'
import { mse } from './mse'

/** Every loss by its name. */
export const losses: Readonly<Record<LossName, Loss>> = { crossEntropy, mse }
