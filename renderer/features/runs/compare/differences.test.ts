import { expect, it } from 'vitest'
import { differencesOf } from './differences'
import { looksOf } from './runLook'

const run = (settings: Record<string, string | number | null>) => ({
  settings: { 'task.name': 'adding', 'model.cell': 'lstm', ...settings },
})

it('runs differ in the settings that differ, defaults included, and in no other', () => {
  expect(differencesOf([run({}), run({ 'optimizer.lr': 0.1, 'model.forgetBias': 1 })])).toEqual([
    { path: 'optimizer.lr', values: [0.005, 0.1] },
  ])
  expect(differencesOf([run({}), run({}), run({ 'model.forgetBias': 0 })])).toEqual([
    { path: 'model.forgetBias', values: [1, 1, 0] },
  ])
  expect(differencesOf([run({})])).toEqual([])
})

it('a setting that has no effect, or that the task does not have, is none', () => {
  expect(
    differencesOf([run({ 'model.forgetBias': 3 }), run({ 'model.cell': 'gru', 'model.forgetBias': 2 })]),
  ).toEqual([
    { path: 'model.cell', values: ['lstm', 'gru'] },
    { path: 'model.gruVariant', values: [undefined, 'resetAfter'] },
    { path: 'model.forgetBias', values: [3, undefined] },
  ])
  const [first] = differencesOf([run({}), run({ 'task.name': 'copy' })])
  expect(first).toEqual({ path: 'task.name', values: ['adding', 'copy'] })
})

it('twelve runs look different, in color and in dash; a color that was chosen stays', () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ runId: `r${i}`, color: null }))
  const looks = [...looksOf(rows).values()].map((look) => JSON.stringify(look))
  expect(new Set(looks).size).toBe(12)
  expect(looksOf([{ runId: 'a', color: 'data-5' }]).get('a')).toEqual({ hue: 'data-5' })
})
