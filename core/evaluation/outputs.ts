import type { Writing } from '../contract/outputs'
import type { Observation } from '../contract/observation'
import {
  INFLUENCE_REACH,
  isOutputDue,
  outputOf,
  outputSchedule,
  untilOutput,
  WRITTEN_LENGTH,
} from '../experiment/outputs'
import { taskNamed } from '../tasks/registry'
import type { Trainer } from '../train/trainer'
import { createWriter, type Writer } from '../train/writer'
import { createForecaster, type Forecaster } from './forecaster'

/** What a network makes by itself, as parts of an observation. */
export type Output = Pick<Observation, 'written' | 'forecast'>

/** Has a network make something now and then while it trains: see `outputSchedule`. */
export interface Outputs {
  /** How many further updates there are until something is made; Infinity where nothing ever is. */
  until(updates: number): number
  isDue(updates: number): boolean
  /** With the weights as they are. */
  make(): Output
  /**
   * The same of a text, written as a person wants it; so are all that are made from then on.
   * @throws {WritingError} if the network cannot write that.
   */
  write(writing: Writing): Output
}

/** How a network writes where nobody has asked for anything else. The same numbers are drawn each time. */
export const USUAL_WRITING: Writing = {
  ...{ length: WRITTEN_LENGTH, temperature: 0.8, topK: null },
  ...{ prompt: '', seed: 0 },
}

/** Nothing is made before it is first asked for. */
export function createOutputs(trainer: Trainer): Outputs {
  const { experiment } = trainer
  const kind = outputOf(experiment)
  const schedule = outputSchedule(experiment)
  let writing = USUAL_WRITING
  let writer: Writer | null = null
  let forecaster: Forecaster | null = null

  function write(asked: Writing): Output {
    writer ??= createWriter(trainer)
    const { text, probabilities, influence } = writer.trace(asked, INFLUENCE_REACH)
    return {
      written: { writing: asked, text, probabilities, influence, reach: INFLUENCE_REACH },
      forecast: null,
    }
  }

  return {
    until: (updates) => (schedule ? untilOutput(schedule, updates) : Infinity),
    isDue: (updates) => schedule !== null && isOutputDue(schedule, updates),
    make() {
      if (kind === 'writing') return write(writing)
      forecaster ??= createForecaster(trainer, taskNamed(experiment.task.name).series!(experiment.task))
      return { written: null, forecast: forecaster.forecast() }
    },
    write(asked) {
      const output = write(asked)
      writing = asked
      return output
    },
  }
}
