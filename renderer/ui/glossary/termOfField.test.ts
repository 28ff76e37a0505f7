import { expect, it } from 'vitest'
import { describeFields } from '../../../core/experiment/form'
import { terms, type Term } from '../../../core/glossary/terms'
import { termOfField } from './termOfField'

const fields = describeFields('adding')

it('knows an entry for every field that an entry leads to', () => {
  const all: readonly Term[] = terms
  const paths = all.flatMap(({ at }) => ('field' in at ? [at.field] : []))
  const unknown = paths.filter((path) => {
    const field = fields.find((each) => each.path === path)
    return !field || termOfField(path, String(field.options?.[0] ?? field.default)) === null
  })
  expect(unknown).toEqual([])
})

it('has an entry for each cell and each way to clip', () => {
  for (const path of ['model.cell', 'clip.mode']) {
    const options = fields.find((field) => field.path === path)!.options ?? []
    expect(options.filter((option) => termOfField(path, option) === null)).toEqual([])
  }
})

it('knows none for a field that no term explains', () => {
  expect(termOfField('train.threads', '2')).toBeNull()
})
