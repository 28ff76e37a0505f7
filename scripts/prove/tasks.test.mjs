import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { goalOf } from './tasks.mjs'

const folder = fileURLToPath(new URL('../../core/tasks/', import.meta.url))

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
