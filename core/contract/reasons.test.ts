import { describe, expect, it } from 'vitest'
import { describeReason, reason } from './reasons'
import { reasonSchema } from './reasonSchema'

describe('a reason in English', () => {
  it('is its sentence with what is filled in, a reason within it too', () => {
    const why = reason('noSpace')
    expect(describeReason(reason('runWaits', { path: '/runs/a', why }))).toBe(
      'cannot write into /runs/a: no space left on the disk; the run waits until that is possible again',
    )
  })

  it('has the form that its number asks for', () => {
    const text = (n: number) => describeReason(reason('tooFewUpdates', { path: '/a', n, expected: 9 }))
    expect(text(1)).toBe('/a has 1 update, expected 9 at least')
    expect(text(0)).toBe('/a has 0 updates, expected 9 at least')
  })

  it('fills in what it is given, whatever that holds', () => {
    expect(describeReason(reason('words', { text: '$& {path} a | b' }))).toBe('$& {path} a | b')
  })
})

describe('a reason on its way to a window', () => {
  it('is checked, those within it too', () => {
    const good = reason('inFile', { path: '/a', why: reason('noLog') })
    expect(reasonSchema.safeParse(good).success).toBe(true)
    expect(reasonSchema.safeParse({ code: 'other', params: {} }).success).toBe(false)
    expect(reasonSchema.safeParse({ ...good, params: { why: { code: 'no', params: {} } } }).success).toBe(
      false,
    )
  })
})
