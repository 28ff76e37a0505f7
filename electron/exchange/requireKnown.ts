import { reason } from '../../core/contract/reasons'
import type { Experiment } from '../../core/experiment/experiment'
import { ExchangeError } from './exchangeError'

/** Settings of a network that not every format can say. */
type Rare = 'embeddingSize' | 'dropout' | 'learnInitialState'

/** @throws {ExchangeError} where a run has settings that a format lacks. */
export function requireKnown(format: string, { model }: Experiment, lacking: readonly Rare[]): void {
  const used = lacking.filter((name) => Boolean(model[name])).map((name) => `model.${name}`)
  if (used.length > 0) throw new ExchangeError(reason('lacksSettings', { format, settings: used.join(', ') }))
}
