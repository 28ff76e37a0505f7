import { describe, expect, it } from 'vitest'
import { experimentSchema } from './schema'
import { describeFields, isRelevant } from './form'
import { valueAt } from '../fields/path'
import { taskNames } from '../tasks/registry'

describe('describeFields', () => {
  it.each(taskNames)('lists every leaf of an experiment on %s', (task) => {
    const experiment = experimentSchema.parse({ task: { name: task }, model: { cell: 'lstm' } })
    const leafPaths = (value: unknown, path: string): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, child]) => leafPaths(child, path ? `${path}.${key}` : key))
        : [path]
    expect(
      describeFields(task)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(leafPaths(experiment, '').sort())
  })

  it('states the default that the schema fills in', () => {
    const experiment = experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'rnn' } })
    for (const field of describeFields('adding')) expect(valueAt(experiment, field.path)).toBe(field.default)
  })

  it('knows which fields matter for a cell', () => {
    const experiment = { model: { cell: 'gru' } }
    const relevant = (path: string) =>
      isRelevant(
        describeFields('adding').find((field) => field.path === path)!,
        experiment,
      )
    expect(relevant('model.gruVariant')).toBe(true)
    expect(relevant('model.forgetBias')).toBe(false)
    expect(relevant('model.hiddenSize')).toBe(true)
  })
})
