import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { projectRoot } from '../setup/paths.mjs'
import { largestSize, numParameters } from './language.mjs'
import { measuredPage } from './page.mjs'
import { goalOf } from './tasks.mjs'

const folder = fileURLToPath(new URL('../../core/tasks/', import.meta.url))

it('the page says what was measured', () => {
  expect(readFileSync(`${projectRoot}/docs/tasks.md`, 'utf8')).toBe(measuredPage())
})

it('a language model has the most units that fit below a number of parameters', () => {
  const size = largestSize('gru', 51, 20_000)
  expect(numParameters('gru', size, 51)).toBeLessThanOrEqual(20_000)
  expect(numParameters('gru', size + 1, 51)).toBeGreaterThan(20_000)
  // As the app counts them: an LSTM with 4 units.
  expect(numParameters('lstm', 4, 51)).toBe(4 * 4 * (51 + 4 + 2) + 51 * 5)
})

it('a task is measured against the goal at which the app calls it solved', () => {
  const files = readdirSync(folder).filter((file) => /^\w+\.ts$/.test(file) && file !== 'task.ts')
  const goals = files.flatMap((file) => {
    const [, part] = /^ {2}solvedAt: 1 \/ (\d+),$/m.exec(readFileSync(folder + file, 'utf8')) ?? []
    return part ? [[file.replace('.ts', ''), 1 / Number(part)]] : []
  })
  expect(goals).toEqual([
    ['mackeyGlass', goalOf('mackeyGlass')],
    ['phaseJump', goalOf('phaseJump')],
  ])
  expect(goalOf('adding')).toBe(1 / 20)
})
