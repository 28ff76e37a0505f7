import { describe, expect, it } from 'vitest'
import { parsePlacedJson, PlacedJsonError } from './placedJson'

const text = `{
  "task": {
    "name": "adding",
    "lengths": [
      10,
      20
    ]
  }
}`

function problemOf(json: string) {
  try {
    parsePlacedJson(json)
  } catch (error) {
    if (error instanceof PlacedJsonError) return { line: error.line, message: error.message }
    throw error
  }
  return null
}

describe('parsePlacedJson', () => {
  it('reads what JSON.parse reads', () => {
    expect(parsePlacedJson(text).value).toEqual(JSON.parse(text))
    expect(parsePlacedJson('"\\"[{"').value).toBe('"[{')
  })

  it('knows the line of every key and element', () => {
    const { lineOf } = parsePlacedJson(text)
    expect(lineOf([])).toBe(1)
    expect(lineOf(['task', 'name'])).toBe(3)
    expect(lineOf(['task', 'lengths', 1])).toBe(6)
  })

  it('knows the column too', () => {
    const { placeOf } = parsePlacedJson(text)
    expect(placeOf(['task', 'name'])).toEqual({ line: 3, column: 5 })
    expect(placeOf(['task', 'lengths', 1])).toEqual({ line: 6, column: 7 })
  })

  it('knows the line of what a missing key would stand in', () => {
    expect(parsePlacedJson(text).lineOf(['task', 'seqLen'])).toBe(2)
    expect(parsePlacedJson(text).lineOf(['task', 'name', 'x'])).toBe(3)
  })

  it.each([
    ['{\n"a": 1,\n"a": 2}', 3, 'the key "a" stands twice'],
    ['{\n"a": 1,\n}', 3, 'Unexpected token RBrace found'],
    ['', 1, 'Unexpected end'],
    ['{\n"a": "b\u0001"}', 2, 'Bad control character'],
    [`\n${'['.repeat(200)}`, 2, 'nested more than 100 levels deep'],
  ])('says in which line %j is wrong', (json, line, message) => {
    const problem = problemOf(json)
    expect(problem?.line).toBe(line)
    expect(problem?.message).toContain(message)
  })
})
