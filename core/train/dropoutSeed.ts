import type { Experiment } from '../experiment/experiment'
import { deriveSeed } from '../math/random'

/**
 * What the masks of update n follow from: the seed of the run and n alone, so that an update which is made again,
 * or resumed before, drops the same. Null where nothing is dropped.
 */
export function dropoutSeed({ model, train }: Experiment, update: number): number | null {
  return model.dropout > 0 ? deriveSeed(train.seed, `dropout ${update}`) : null
}
