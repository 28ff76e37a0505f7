import { describe, expect, it } from 'vitest'
import { byKey, shortcuts } from './shortcuts'

/** All keys of a scope, one after the other. */
const keysOf = (rows: Record<string, Record<string, readonly string[]>>): string[] =>
  Object.values(rows).flatMap((row) => Object.values(row).flat())

describe('the table of shortcuts', () => {
  it.each(Object.entries(shortcuts))('gives no key two meanings in one scope: %s', (_, rows) => {
    const keys = keysOf(rows)
    expect([...new Set(keys)]).toEqual(keys)
  })

  it.each(['lab', 'microscope'] as const)(
    'gives no key of the window another meaning in a place: %s',
    (place) => {
      const inPlace = new Set(keysOf(shortcuts[place]))
      expect(keysOf(shortcuts.window).filter((key) => inPlace.has(key))).toEqual([])
    },
  )

  it('hands out what an action does by each of its keys, and nothing for those that are left out', () => {
    expect(byKey('updates', { zoomIn: 'in', showAll: 'all' })).toEqual({ '+': 'in', '=': 'in', '0': 'all' })
  })
})
