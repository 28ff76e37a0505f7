import { expect, it } from 'vitest'
import { homeworkWalk } from '../../../core/trace/homework'
import { chooseSmall, NARROW_WIDTH, WIDE_WIDTH } from './gridSizes'

const walked = homeworkWalk('part4')
const equation = walked.steps[walked.indexOf('forward.0.1')]!.equations[0]!
const matrices = [equation.result, ...equation.operands]

it('keeps all numbers where they fit', () => {
  expect([...chooseSmall(matrices, ({ cols }) => cols, NARROW_WIDTH, 3000)]).toEqual([])
})

it('reduces the widest operands to colour, never the result or single columns', () => {
  const small = chooseSmall(matrices, ({ cols }) => cols, WIDE_WIDTH, 900)
  expect(small.has(equation.result.key)).toBe(false)
  expect(small.has('x')).toBe(true)
  const tight = chooseSmall(matrices, ({ cols }) => cols, WIDE_WIDTH, 10)
  expect(matrices.filter(({ key }) => tight.has(key)).every(({ cols }) => cols > 4)).toBe(true)
})
