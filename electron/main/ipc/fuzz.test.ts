import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { requestNames } from '../../../core/contract/channels'
import { experimentSchema } from '../../../core/experiment/schema'
import { requests } from '../../../core/contract/ipc'
import type { RunSummary } from '../../../core/contract/run'
import { fuzzing, report } from '../../exchange/mutate.testing'
import { makeFolder } from '../../store/keptRun.testing'
import { LocalThread } from '../../store/localThread.testing'
import { setUp } from './main.testing'

const experiment = experimentSchema.parse({
  task: { name: 'adding', seqLen: 4 },
  model: { cell: 'rnn', hiddenSize: 2 },
  train: { batch: 2, updates: 20, threads: 1 },
})

/** Values of all kinds that structured cloning carries, with what programs stumble over. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...['', '../../etc', '__proto__', 'constructor', 'x'.repeat(200_000), '\0', '\ud800', 'NaN'],
    ...[0, -0, -1, 0.5, 2 ** 53, Infinity, NaN, null, undefined, true, 1n],
    ...[
      [],
      {},
      new Map(),
      new Set([1]),
      new Date(0),
      new Uint8Array(8),
      new Float64Array(2),
      new Error('e'),
      /x/,
    ],
    ...[experiment, JSON.parse('{"__proto__":{"polluted":1}}') as unknown],
  ),
  fc.anything({ maxDepth: 3, withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
)

/** Deeper, and with more values, than any request. */
const huge = fc.constantFrom(
  Array.from({ length: 100 }).reduce<unknown>((inner) => ({ runId: inner }), 1),
  Array.from({ length: 20_000 }, (_, i) => i),
)

const message = fc.constantFrom(...requestNames).chain((name) => {
  const keys = Object.keys(requests[name].request.shape)
  // Requests as they should be but for their values, of which ids and experiments may be good ones.
  const near = fc.record(
    Object.fromEntries(
      keys.map((key) => [key, key === 'runId' ? fc.oneof(fc.constant('RUN'), value) : value]),
    ),
    { requiredKeys: [] },
  )
  return fc.record({
    name: fc.constant(name),
    payload: fc.oneof(
      { weight: 6, arbitrary: near },
      { weight: 2, arbitrary: value },
      { weight: 1, arbitrary: huge },
    ),
  })
})

const given = fuzzing(1500)

/** Nothing, once an answer is overdue. */
function late(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), 6 * given.mostMs).unref())
}

it(
  'whatever is sent on whichever channel is answered, shortly, and harms nothing',
  async () => {
    const data = await makeFolder()
    const main = setUp({ data, real: (start) => new LocalThread(start) })
    const begun = await main.request('run:start', { experiment, speed: null, paused: true, views: [] })
    if (!begun.ok) throw new Error(begun.error.message)
    const { runId } = begun.value as RunSummary
    const before = process.memoryUsage().heapUsed
    let slowest = 0
    const property = fc.asyncProperty(message, async ({ name, payload }) => {
      const known = payload as { runId?: unknown } | null
      const sent = known?.runId === 'RUN' ? { ...(payload as object), runId } : payload
      const began = performance.now()
      const answer = await Promise.race([main.request(name, sent), late()])
      if (answer === null) throw new Error(`${name} is not answered`)
      slowest = Math.max(slowest, performance.now() - began)
      if (answer.ok) return
      expect(answer.error.code, `${name}: ${answer.error.message}`).not.toBe('internal')
      expect(JSON.stringify(answer).length).toBeLessThan(20_000)
    })
    await fc.assert(property, { numRuns: given.numRuns, seed: given.seed })
    report('messages', given, slowest)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(slowest).toBeLessThan(given.mostMs)
    main.window.sent.length = 0
    expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(given.mostGrowth)
    await main.catalog.dispose()
    await main.kept.dispose()
    await rm(data, { recursive: true, force: true })
  },
  given.timeout,
)
