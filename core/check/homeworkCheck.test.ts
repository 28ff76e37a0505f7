import { describe, expect, it } from 'vitest'
import { homeworkParts } from '../contract/homeworkParts'
import { checkHomework } from './homeworkCheck'

const count = (tensors: readonly { at: ArrayLike<number> }[]): number =>
  tensors.reduce((sum, { at }) => sum + at.length, 0)

describe('the homework’s parts', () => {
  it.each(homeworkParts)('agree with every number of their file: %s', (part) => {
    const { tensors } = checkHomework(part)
    expect(tensors.filter(({ ok }) => !ok)).toEqual([])
    for (const { name, bound } of tensors) expect(bound, name).toBe(isRounded(part, name) ? 5e-9 : 1e-12)
  })

  const isRounded = (part: string, name: string): boolean => part === 'part2AsPrinted' && name === 'dba[4]'

  it('are compared whole: results, caches, and what the handout prints of them', () => {
    const numbers = homeworkParts.map((part) => count(checkHomework(part).tensors))
    const sequence = 4 * (50 + 20)
    const caches = 4 * (50 + 50 + 30)
    const gradients = 15 + 25 + 5
    const cellBackward = 50 + 20 + 30 + 50 + gradients + 5
    expect(numbers).toEqual([
      ...[50 + 20 + 20, cellBackward, cellBackward, sequence + caches + 12],
      ...[sequence + 120 + 50 + gradients + caches + 8, 45 + 36 + 20 + 25 + 5 + 5 + 15],
    ])
  })

  it('show the element that differs most first', () => {
    const [a] = checkHomework('part4').tensors
    const errors = [...a.got].map((got, i) => Math.abs(got - a.want[i]) / (1 + Math.abs(a.want[i])))
    expect(errors).toEqual(errors.toSorted((one, other) => other - one))
    expect([...a.at].sort((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, i) => i))
  })
})
