import { expect, it } from 'vitest'
import type { Environment } from './environment'
import type { InStep } from './inStep'
import { createPair, leaveStep, tellStep } from './inStep'
import { createLoop } from './loop'

/** A loop whose updates take `msPerUpdate` of a clock that nothing else moves, and what it does, in order. */
function setUp({
  msPerUpdate = 1,
  speed = null as number | null,
  updates = Infinity,
  divergesAt = Infinity,
  evaluateEvery = null as number | null,
  makesEvery = Infinity,
  inStep = undefined as InStep | undefined,
} = {}) {
  let now = 0
  let made = 0
  /** What was called, by name; slices with the updates made until then. */
  const calls: string[] = []
  const msPerUpdates: number[] = []
  const waiting: { readonly at: number; readonly callback: () => void }[] = []
  const record = { update: 0, loss: 0, gradNorm: 0, gradNormClipped: 0, clipped: false, lr: 0 }
  const end = { update: 0, loss: 0, clippedShare: 0 }
  const divergence = { update: 0, tensor: 'loss', step: null, value: 'NaN' } as const
  const training: Parameters<typeof createLoop>[0] = {
    updates: {
      next() {
        if (made === updates) return { done: true, value: { ...end, status: 'done', reason: 'updates' } }
        if (made === divergesAt)
          return { done: true, value: { ...end, status: 'diverged', reason: 'divergence', divergence } }
        now += msPerUpdate
        made++
        return { value: record }
      },
    },
    isOver: () => made === updates,
    evaluateEvery,
    outputs: { until: (at: number) => makesEvery - (at % makesEvery) } as never,
    progress: { update: 0 },
  }
  const env: Environment = {
    now: () => now,
    defer: (callback) => void waiting.push({ at: now, callback }),
    setTimer(callback, ms) {
      calls.push(`timer ${ms}`)
      const timer = { at: now + ms, callback }
      waiting.push(timer)
      return () => void waiting.splice(waiting.indexOf(timer), 1)
    },
    post: () => undefined,
  }
  const options = { speed, maxUpdates: updates, ...(inStep ? { inStep } : {}) }
  const loop = createLoop(training, options, env, {
    groupBegins: () => void calls.push('group'),
    lastOfGroupBegins: () => void calls.push('last'),
    updateMade: () => void calls.push('update'),
    groupMade: (ms) => void msPerUpdates.push(ms),
    sliceMade: (_, idle) => void calls.push(`slice ${made} idle ${idle}`),
    ended: ({ status }) => void calls.push(status),
  })
  return {
    loop,
    calls,
    msPerUpdates,
    waiting,
    made: () => made,
    /** Lets the next slice come. */
    next() {
      const { at, callback } = waiting.shift()!
      now = Math.max(now, at)
      callback()
    },
  }
}

/** Slices of one update each, the first of a run. */
const FIRST = 50

it('makes each of the first updates in a slice of its own, and then as many as 8 ms hold', () => {
  const { loop, calls, next } = setUp({ msPerUpdate: 4 })
  loop.start()
  for (let slice = 0; slice < FIRST + 2; slice++) next()
  const slices = calls.filter((call) => call.startsWith('slice'))
  expect([slices[0], ...slices.slice(FIRST - 1)]).toEqual([
    'slice 1 idle 0',
    'slice 50 idle 0',
    'slice 52 idle 0',
    'slice 54 idle 0',
  ])
})

it('looks at the clock once in half a millisecond of updates, and tells how long each of them took', () => {
  const { loop, calls, msPerUpdates, next } = setUp({ msPerUpdate: 0.125 })
  loop.start()
  for (let slice = 0; slice < FIRST + 1; slice++) next()
  // Single updates, then groups of four in 8 ms.
  expect(calls.filter((call) => call === 'group')).toHaveLength(FIRST + 16)
  expect(new Set(msPerUpdates)).toEqual(new Set([0.125]))
  const [first, slice, ...second] = [
    ['group', 'last', 'update'],
    'slice 50 idle 0',
    'group',
    'update',
    'update',
  ]
  const from = calls.indexOf('slice 49 idle 0') + 1
  expect(calls.slice(from, from + 9)).toEqual([...first, slice, ...second, 'update', 'last'])
})

it('does not make groups of more than 1024 updates, nor of none where the clock stands still', () => {
  const fast = setUp({ msPerUpdate: 2 ** -20, updates: 5000 })
  fast.loop.start()
  for (let slice = 0; slice < FIRST + 1; slice++) fast.next()
  const groups = fast.calls
    .join(' ')
    .split('group')
    .map((group) => group.match(/update/g)?.length ?? 0)
  expect(Math.max(...groups)).toBe(1024)
})

it('ends once, without a time for updates that were not made, and nothing waits then', () => {
  for (const end of [{ updates: 3 }, { divergesAt: 3 }]) {
    const { loop, calls, msPerUpdates, waiting, next } = setUp(end)
    loop.start()
    while (waiting.length > 0) next()
    expect(calls.filter((call) => call === 'done' || call === 'diverged')).toHaveLength(1)
    expect(calls.at(-1)).toMatch(/^(done|diverged)$/)
    expect(msPerUpdates).toEqual([1, 1, 1])
  }
})

it('tells of no last update of a group where the run is over', () => {
  const { loop, calls } = setUp({ updates: 0 })
  expect(loop.step()).toBe(false)
  expect(calls).toEqual(['group', 'done'])
})

it('receives messages at full speed without a timer, and waits with one at a set speed', () => {
  const fast = setUp()
  fast.loop.start()
  fast.next()
  expect(fast.calls.some((call) => call.startsWith('timer'))).toBe(false)
  const slow = setUp({ speed: 1 })
  slow.loop.start()
  slow.next()
  expect(slow.calls.slice(-2)).toEqual(['slice 1 idle 999', 'timer 999'])
})

it('takes a new speed at once, however far off the next update was', () => {
  const { loop, calls, made, waiting, next } = setUp({ speed: 0.01 })
  loop.start()
  next()
  loop.setSpeed(100)
  expect(waiting).toHaveLength(1)
  expect(calls.at(-1)).toBe('timer 9')
  next()
  expect(made()).toBe(2)
})

it('starts nothing when the speed of a run changes that stands still', () => {
  const { loop, waiting } = setUp({ speed: 1 })
  loop.setSpeed(2)
  loop.start()
  loop.stop()
  loop.setSpeed(3)
  expect(waiting.filter(({ at }) => at > 0)).toEqual([])
})

it('does nothing in a slice that waits when it is stopped', () => {
  const { loop, made, waiting, next } = setUp()
  loop.start()
  loop.stop()
  while (waiting.length > 0) next()
  expect(made()).toBe(0)
})

it('ends a group and a slice with every update after which the network is evaluated', () => {
  const { loop, calls, next } = setUp({ msPerUpdate: 0.125, evaluateEvery: 21 })
  loop.start()
  for (let slice = 0; slice < FIRST + 2; slice++) next()
  const slices = calls.filter((call) => call.startsWith('slice')).map((call) => call.split(' ')[1])
  expect(slices.slice(FIRST - 1)).toEqual(['50', '63', '84'])
})

it('ends them with every update after which the network makes something by itself, too', () => {
  const { loop, calls, next } = setUp({ msPerUpdate: 0.125, evaluateEvery: 21, makesEvery: 60 })
  loop.start()
  for (let slice = 0; slice < FIRST + 2; slice++) next()
  const slices = calls.filter((call) => call.startsWith('slice')).map((call) => call.split(' ')[1])
  expect(slices.slice(FIRST - 1)).toEqual(['50', '60', '63'])
})

it('in step with another run is never ahead by more than one update, and waits for nobody who makes none', () => {
  const [own, other] = createPair()
  const run = setUp({ inStep: own, updates: 100 })
  const slices = (count: number) => {
    for (let slice = 0; slice < count; slice++) run.next()
  }
  run.loop.start()
  slices(3)
  expect(run.made()).toBe(3)
  // The other one begins, and is behind.
  tellStep(other, 0)
  slices(3)
  expect(run.made()).toBe(3)
  tellStep(other, 5)
  slices(9)
  expect([run.made(), own.made[0]]).toEqual([6, 6])
  leaveStep(other)
  while (run.waiting.length > 0) run.next()
  expect(run.made()).toBe(100)
})

it('in step with another run holds it up neither when it is paused nor when it has ended', () => {
  const [own, other] = createPair()
  const run = setUp({ inStep: own, updates: 4 })
  const partner = setUp({ inStep: other, updates: 50 })
  for (const { loop } of [run, partner]) loop.start()
  while (partner.waiting.length > 0) {
    if (run.waiting.length > 0) run.next()
    partner.next()
    expect(run.made() === 4 || Math.abs(run.made() - partner.made()) <= 1).toBe(true)
  }
  expect([run.made(), partner.made()]).toEqual([4, 50])
  const again = setUp({ inStep: own, updates: 50 })
  again.loop.start()
  again.loop.stop()
  expect(own.made[0]).toBe(2 ** 31 - 1)
})
