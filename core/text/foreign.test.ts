import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeUnshown, SHOWN_LENGTH, showText, showValue } from './foreign'

/** Any code points, halves of surrogate pairs among them. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 300 })
  .map((codes) => String.fromCodePoint(...codes))

describe('showText', () => {
  it.each([
    ['hiddenSize', 'hiddenSize'],
    ['隐藏单元数.json', '隐藏单元数.json'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[2J\u001b]0;title\u0007', '\\u001b[2J\\u001b]0;title\\u0007'],
    ['\u009b31m\u007f', '\\u009b31m\\u007f'],
    ['gpj\u202e.exe\u200b\u2028', 'gpj\\u202e.exe\\u200b\\u2028'],
    ['\ud83d alone, 😀 whole', '\\ud83d alone, 😀 whole'],
    ['\u{e0041}', '\\udb40\\udc41'],
  ])('shows %j as %s', (text, shown) => expect(showText(text)).toBe(shown))

  it('shows the beginning and the end of a long text, and how long the whole may be', () => {
    const shown = showText(`begin${'x'.repeat(20_000)}end`)
    expect(shown).toMatch(/^beginx+…x+end$/)
    expect(shown).toHaveLength(SHOWN_LENGTH)
    expect(showText('😀'.repeat(50), 10)).toBe('😀😀😀…😀')
    expect(showText('/home/someone/experiments/first.json', 20)).toBe('/home/someone…t.json')
  })

  it('is one line of bounded length without anything to obey, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = showText(text)
        expect(shown.length).toBeLessThanOrEqual(6 * SHOWN_LENGTH)
        expect(escapeUnshown(shown)).toBe(shown)
      }),
    )
  })
})

describe('showValue', () => {
  it.each([
    [3, '3'],
    [NaN, 'NaN'],
    ['x\n\u009b', '"x\\n\\u009b"'],
    [{ a: [1, null] }, '{"a":[1,null]}'],
    [undefined, 'undefined'],
  ])('shows %j as %s', (value, shown) => expect(showValue(value)).toBe(shown))

  it('shortens what is long', () => {
    expect(showValue('x'.repeat(1000))).toMatch(/^"x+…x+"$/)
    expect(showValue('x'.repeat(1000))).toHaveLength(SHOWN_LENGTH)
  })
})
