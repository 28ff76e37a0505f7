import { expect, it } from 'vitest'
import { homeworkParts } from '../contract/homeworkParts'
import { homeworkInputs } from './homework'
import { computePasses } from './homeworkPasses.testing'

// After a change of the cell's arithmetic: npx vitest run --project node core/explain/homeworkPasses -u
it('keeps the numbers of the cell that trains, bit for bit', async () => {
  const passes = Object.fromEntries(homeworkParts.map((part) => [part, computePasses(homeworkInputs(part))]))
  const numbersInLines = /,\n {3,}(?=[-\d])/g
  const text = `${JSON.stringify(passes, null, 1).replace(numbersInLines, ', ')}\n`
  await expect(text).toMatchFileSnapshot('../homework/reference/passes.json')
  expect(JSON.parse(text)).toEqual(passes)
})
