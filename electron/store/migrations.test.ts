import { expect, it } from 'vitest'
import type { Migration } from './migrations'
import { FORMAT, migrated, migrations } from './migrations'

const table: Readonly<Record<number, Migration>> = {
  1: {
    run: (run) => ({ ...run, format: 2 }),
    notes: (notes) => ({ ...notes, stars: 0 }),
  },
  2: {
    run: (run) => ({ ...run, format: 3 }),
    event: (event) => ({ ...event, by: 'nobody' }),
  },
}
const to = (version: number) => ({ table, to: version })

it('an older document becomes one of this version, step by step', () => {
  expect(migrated('run', { format: 1, id: 'a' }, 1, to(3))).toEqual({ format: 3, id: 'a' })
  expect(migrated('run', { format: 2, id: 'a' }, 2, to(3))).toEqual({ format: 3, id: 'a' })
  expect(migrated('notes', { name: 'x' }, 1, to(3))).toEqual({ name: 'x', stars: 0 })
  expect(migrated('event', { type: 'stopped' }, 1, to(3))).toEqual({ type: 'stopped', by: 'nobody' })
})

it('one of this version, of a newer one, or of one that nobody migrates stays as it is', () => {
  for (const format of [3, 4, 0, 0.5]) {
    const document = { format }
    expect(migrated('run', document, format, to(3))).toBe(document)
  }
})

it('what is no document stays as it is', () => {
  for (const document of [null, 'text', 5, undefined])
    expect(migrated('run', document, 1, to(3))).toBe(document)
})

it('every version before this one has a migration', () => {
  const before = Array.from({ length: FORMAT - 1 }, (_, i) => String(i + 1))
  expect(Object.keys(migrations)).toEqual(before)
})
