import type { InjectionKey } from 'vue'
import { inject } from 'vue'
import type { Bridge, EventName, RequestName } from '../../core/contract/channels'
import { eventNames, requestNames } from '../../core/contract/channels'
import type { EventOf, ReplyOf, RequestOf } from '../../core/contract/ipc'
import { events, requests } from '../../core/contract/ipc'
import type { Result } from '../../core/contract/result'
import { failInWords, failureSchema } from '../../core/contract/result'
import { z } from '../../core/experiment/zod'
import type { Throttle } from './throttle'
import { createThrottle } from './throttle'
import type { TrainingRuns } from './trainingRuns'
import { createTrainingRuns } from './trainingRuns'

/** The contract, typed: one function a request, one subscription an event. */
export interface Client {
  readonly request: {
    readonly [N in RequestName]: (payload: RequestOf<N>) => Promise<Result<ReplyOf<N>>>
  }
  /** Each returns the function that ends the subscription. */
  readonly on: { readonly [N in EventName]: (listener: (payload: EventOf<N>) => void) => () => void }
  /** Delivers the events that wait, so that what follows comes after them. */
  flushEvents(): void
}

export interface ClientOptions {
  /**
   * Whether replies and events are checked against the contract: worth its time while developing and testing.
   * @default false
   */
  readonly validate?: boolean
  /**
   * Events are delivered in batches, at most one in so many milliseconds: whatever shows them is then
   * computed, laid out and painted once for the whole batch. Where that takes long, they come less often
   * while runs train.
   * @default 0
   */
  readonly intervalMs?: number
}

/** A stretch of so many updates is one of several: whoever gets it is sent the next when it has it. */
const LONG_STRETCH = 50_000

function isLong(name: EventName, payload: unknown): boolean {
  return name === 'run:batch' && (payload as EventOf<'run:batch'>).columns.loss.length >= LONG_STRETCH
}

const envelopeOf = (reply: z.ZodType) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: reply }),
    z.strictObject({ ok: z.literal(false), error: failureSchema }),
  ])

function createRequest(bridge: Bridge, name: RequestName, validate: boolean) {
  const envelope = envelopeOf(requests[name].reply)
  return async (payload: unknown): Promise<unknown> => {
    try {
      const reply = await bridge.request[name](payload)
      if (validate) envelope.parse(reply)
      return reply
    } catch (error) {
      return failInWords('internal', `${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

interface Delivery {
  readonly validate: boolean
  readonly throttle: Throttle
  readonly training: TrainingRuns
}

function createSubscription(bridge: Bridge, name: EventName, { validate, throttle, training }: Delivery) {
  return (listener: (payload: unknown) => void): (() => void) => {
    let isOn = true
    const off = bridge.on[name]((payload) => {
      if (validate) events[name].parse(payload)
      training.take(name, payload)
      throttle.push(() => {
        if (isOn) listener(payload)
      })
      if (training.isOfOther(payload)) throttle.hurry()
      if (isLong(name, payload)) throttle.flush()
    })
    return () => {
      isOn = false
      off()
    }
  }
}

/** Builds the client out of the bridge: a loop over the contract's two tables. */
export function createClient(
  bridge: Bridge,
  { validate = false, intervalMs = 0 }: ClientOptions = {},
): Client {
  const throttle = createThrottle(intervalMs)
  const request = Object.fromEntries(
    requestNames.map((name) => [name, createRequest(bridge, name, validate)]),
  )
  const delivery = { validate, throttle, training: createTrainingRuns() }
  const on = Object.fromEntries(eventNames.map((name) => [name, createSubscription(bridge, name, delivery)]))
  return { request, on, flushEvents: throttle.flush } as unknown as Client
}

export const clientKey: InjectionKey<Client> = Symbol('client')

/** The client that the application provides. For stores. */
export function useClient(): Client {
  const client = inject(clientKey)
  if (!client) throw new Error('No client: the application provides one under clientKey.')
  return client
}
