import { describe, expect, it } from 'vitest'
import { createPacer } from './pacer'

/** Updates made in `seconds` by a loop that looks every `every` milliseconds. */
function updatesIn(speed: number, seconds: number, every: number): number {
  const pacer = createPacer()
  pacer.start(speed, 0)
  let updates = 0
  for (let now = 0; now < seconds * 1000; now += every) {
    for (let due = pacer.due(now); due > 0; due--) {
      pacer.made(1)
      updates++
    }
  }
  return updates
}

describe('createPacer', () => {
  it.each([1, 7, 30, 333, 1000])('keeps %d updates a second exactly on average', (speed) => {
    expect(updatesIn(speed, 20, 1)).toBe(20 * speed)
    expect(Math.abs(updatesIn(speed, 20, 15.6) - 20 * speed)).toBeLessThanOrEqual(speed * 0.016 + 1)
  })

  it('keeps a slow speed however late it is asked, within one interval', () => {
    expect(updatesIn(1, 70, 700)).toBe(70)
  })

  it('makes the first update at once and then waits', () => {
    const pacer = createPacer()
    pacer.start(1, 5000)
    expect(pacer.due(5000)).toBe(1)
    pacer.made(1)
    expect(pacer.due(5000)).toBe(0)
    expect(pacer.wait(5400)).toBe(600)
  })

  it('does not race after a stall', () => {
    const pacer = createPacer()
    pacer.start(100, 0)
    expect(pacer.due(60_000)).toBeLessThanOrEqual(26)
  })

  it('counts from the newest update when the speed changes, so that dragging a slider makes none', () => {
    const pacer = createPacer()
    pacer.start(1, 0)
    pacer.made(1)
    pacer.change(2, 100)
    expect([pacer.due(100), pacer.wait(100)]).toEqual([0, 400])
    pacer.change(100, 300)
    expect(pacer.due(300)).toBe(1)
    pacer.change(null, 300)
    pacer.change(10, 400)
    expect(pacer.wait(400)).toBe(100)
  })

  it('sets no limit where there is no speed', () => {
    const pacer = createPacer()
    pacer.start(null, 0)
    pacer.made(1)
    expect(pacer.due(0)).toBe(Infinity)
    expect(pacer.wait(0)).toBe(0)
  })
})
