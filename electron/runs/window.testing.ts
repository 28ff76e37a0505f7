import type { EventName } from '../../core/contract/channels'
import type { Observation } from '../../core/contract/observation'
import type { Batch } from '../../core/contract/run'
import type { SendEvent } from './runStream'
import type { WindowPort } from './runSubscriptions'

/** A window that keeps what it is sent. */
export class RecordingWindow implements WindowPort {
  readonly id: number
  readonly sent: { readonly name: EventName; readonly payload: unknown }[] = []
  constructor(id = 1) {
    this.id = id
  }
  readonly send: SendEvent = (name, payload) => void this.sent.push({ name, payload })
  get names(): EventName[] {
    return this.sent.map(({ name }) => name)
  }
  get batches(): Batch[] {
    return this.#payloads('run:batch') as Batch[]
  }
  get observations(): Observation[] {
    return (this.#payloads('run:observation') as { observation: Observation }[]).map(
      (each) => each.observation,
    )
  }
  #payloads(wanted: EventName): unknown[] {
    return this.sent.filter(({ name }) => name === wanted).map(({ payload }) => payload)
  }
}
