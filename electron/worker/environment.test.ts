import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { threadEnvironment } from './environment'
import type { WorkerReport } from './messages'

let channel: MessageChannel

beforeEach(() => {
  channel = new MessageChannel()
})
afterEach(() => {
  channel.port1.close()
})

it('has a clock in milliseconds that goes on', () => {
  const env = threadEnvironment(channel.port1)
  const [before, now, after] = [performance.now(), env.now(), performance.now()]
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(after)
})

it('calls back after the messages that wait, which is after what runs now', async () => {
  const env = threadEnvironment(channel.port1)
  const order: string[] = []
  await new Promise<void>((resolve) => {
    env.defer(() => {
      order.push('deferred')
      resolve()
    })
    order.push('now')
  })
  expect(order).toEqual(['now', 'deferred'])
})

it('calls back after a time, unless that is cancelled', async () => {
  const env = threadEnvironment(channel.port1)
  const begun = performance.now()
  const called: string[] = []
  const cancel = env.setTimer(() => called.push('cancelled'), 1)
  cancel()
  await new Promise<void>((resolve) => void env.setTimer(resolve, 20))
  expect(called).toEqual([])
  // Node's timers count whole milliseconds.
  expect(performance.now() - begun).toBeGreaterThan(18)
})

it('sends a copy, and keeps the buffers that it sent', async () => {
  const env = threadEnvironment(channel.port1)
  const loss = new Float64Array([1, 2])
  const report: WorkerReport = {
    type: 'batch',
    firstUpdate: 0,
    columns: { loss, gradNorm: loss, gradNormClipped: loss, lr: loss },
    msPerUpdate: 1,
  }
  const received = once(channel.port2, 'message')
  env.post(report)
  expect((await received)[0]).toEqual(report)
  expect([...loss]).toEqual([1, 2])
})
