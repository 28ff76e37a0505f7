import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pixels } from '../color/colorMap'
import { HeatCodes, pixelsOfCodes } from './heatCodes'
import { ABSENT, HeatHistory } from './heatHistory'
import { columnAt } from '../scales/scale'
import { updateScale } from '../scales/updates'
import { paintColumns } from './heatPaint'

const special = { zero: 1, nonFinite: 2 }
const LOWEST = pixels[0]!
const HIGHEST = pixels.at(-1)!

/** Of the lines over updates that were not observed. */
const HATCH = 0xff123456
/** Of an update that was observed. */
const MARK = 0xff654321
const HATCH_EMPTY = 0xff654321

function imageOf(history: HeatHistory, width: number, max: number) {
  const codes = new HeatCodes(history, { min: -4, max: 0 })
  codes.sync()
  return {
    codes,
    pixels: new Uint32Array(history.rows * width),
    width,
    height: history.rows,
    x: updateScale('linear', { min: 0, max }, { start: 0, end: width }),
    table: pixelsOfCodes(special),
    marks: new Uint32Array(width),
    mark: MARK,
    hatch: HATCH,
    widestPlain: 4,
    hatchEmpty: HATCH_EMPTY,
  }
}

describe('painting a history', () => {
  it('gets its colours piece by piece where there is no time for all, and they are the same', () => {
    const history = new HeatHistory(3, 512)
    for (let i = 0; i < 400; i++) history.add(i, [-(i % 4), -(i % 3), -1])
    const whole = new HeatCodes(history, { min: -4, max: 0 })
    expect(whole.sync()).toBe(true)
    const slow = new HeatCodes(history, { min: -4, max: 0 })
    let pieces = 1
    while (!slow.sync(() => true)) pieces++
    expect(pieces).toBeGreaterThan(1)
    expect(slow.words.slice(0, 400)).toEqual(whole.words.slice(0, 400))
  })

  it('puts the first row at the bottom and the update on its pixel', () => {
    const history = new HeatHistory(2, 8)
    history.add(0, [-4, 0])
    history.add(1, [0, -4])
    const shown = imageOf(history, 2, 2)
    paintColumns(shown, 0, 2)
    expect([...shown.pixels]).toEqual([HIGHEST, LOWEST, LOWEST, HIGHEST])
  })

  it('lets a column stand until the next, but not over a stretch that nobody watched', () => {
    const history = new HeatHistory(1, 8)
    history.add(0, [-4])
    history.add(3, [0])
    history.add(6, [-4], 6)
    const shown = { ...imageOf(history, 8, 8), hatch: 0, hatchEmpty: 0 }
    paintColumns(shown, 0, 8)
    expect([...shown.pixels]).toEqual([LOWEST, LOWEST, LOWEST, HIGHEST, 0, 0, LOWEST, 0])
  })

  it('leaves blank what lies before the first update of a run that branches off, and hatches what it lacks itself', () => {
    const history = new HeatHistory(1, 64, 20)
    history.add(31, [-4], 31)
    const shown = imageOf(history, 40, 40)
    paintColumns(shown, 0, 40)
    const blank = [...shown.pixels].flatMap((pixel, update) => (pixel === 0 ? [update] : []))
    expect(blank.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, update) => update))
    expect([...shown.pixels].flatMap((pixel, at) => (pixel === HATCH_EMPTY ? [at] : []))).toEqual([24, 30])
  })

  it('hatches what was not observed, with the colour that was seen last or none, and nothing that was', () => {
    const history = new HeatHistory(1, 64)
    history.add(0, [-4])
    history.add(20, [-4])
    history.add(40, [-4], 40)
    const shown = imageOf(history, 60, 60)
    paintColumns(shown, 0, 60)
    const pixels = [...shown.pixels]
    const lines = (hatch: number) => pixels.flatMap((pixel, update) => (pixel === hatch ? [update] : []))
    expect([lines(HATCH), lines(HATCH_EMPTY)]).toEqual([
      [6, 12, 18],
      [24, 30, 36],
    ])
    expect([0, 1, 20, 40].map((update) => pixels[update])).toEqual(Array(4).fill(LOWEST))
    expect([21, 41, 59].map((update) => pixels[update])).toEqual([0, 0, 0])
  })

  it('marks every pixel column with an observed update, and leaves narrow stretches between them calm', () => {
    const history = new HeatHistory(1, 64)
    for (const update of [0, 1, 5, 10, 16, 29]) history.add(update, [-4])
    const shown = { ...imageOf(history, 40, 40), widestPlain: 5 }
    paintColumns(shown, 0, 40)
    const at = (pixels: Uint32Array, wanted: number) =>
      [...pixels].flatMap((pixel, update) => (pixel === wanted ? [update] : []))
    expect(at(shown.marks, MARK)).toEqual([0, 1, 5, 10, 16, 29])
    expect(at(shown.marks, 0)).toHaveLength(34)
    expect(at(shown.pixels, HATCH)).toEqual([18, 24])
  })

  it('hatches nothing where every pixel shows an update that was observed', () => {
    const history = new HeatHistory(1, 64)
    for (let update = 0; update < 60; update += 2) history.add(update, [-4])
    const shown = imageOf(history, 30, 60)
    paintColumns(shown, 0, 30)
    expect(new Set(shown.pixels)).toEqual(new Set([LOWEST]))
  })

  it('shows the largest of several columns in a pixel, and what is not finite before all', () => {
    const history = new HeatHistory(1, 16)
    const values = [-4, 0, -4, -4, NaN, 0, -4, Infinity]
    values.forEach((value, update) => history.add(update, [value]))
    const shown = imageOf(history, 4, 8)
    paintColumns(shown, 0, 4)
    expect([...shown.pixels]).toEqual([HIGHEST, LOWEST, special.nonFinite, special.nonFinite])
  })

  it('gives each power of ten the same room on a logarithmic axis', () => {
    const history = new HeatHistory(1, 128)
    for (let update = 0; update < 100; update++) history.add(update, [update >= 9 ? 0 : -4])
    const x = updateScale('log', { min: 0, max: 99 }, { start: 0, end: 4 })
    const shown = { ...imageOf(history, 4, 100), x }
    paintColumns(shown, 0, 4)
    expect([...shown.pixels]).toEqual([LOWEST, LOWEST, HIGHEST, HIGHEST])
    expect([0, 9, 98].map((update) => columnAt(x, update))).toEqual([0, 2, 3])
  })

  it('keeps zero apart from small, and clamps what the bar does not cover', () => {
    const history = new HeatHistory(3, 8)
    history.add(0, [-Infinity, -400, 7])
    const shown = imageOf(history, 1, 1)
    paintColumns(shown, 0, 1)
    expect([...shown.pixels]).toEqual([HIGHEST, LOWEST, special.zero])
  })

  it('leaves empty what was not looked at, and does not count it', () => {
    const history = new HeatHistory(2, 8)
    history.add(0, [ABSENT, -4])
    const shown = imageOf(history, 1, 1)
    paintColumns(shown, 0, 1)
    expect([...shown.pixels]).toEqual([LOWEST, 0])
    expect(history.min).toBe(-4)
  })

  it('leaves rows out evenly where there are more than pixels', () => {
    const history = new HeatHistory(6, 8)
    history.add(0, [9, -4, 9, 9, 0, 9])
    const shown = { ...imageOf(history, 1, 1), pixels: new Uint32Array(2), height: 2 }
    paintColumns(shown, 0, 1)
    expect([...shown.pixels]).toEqual([HIGHEST, LOWEST])
  })

  it('adds new columns to the same image that a whole painting makes', () => {
    const history = new HeatHistory(4, 64)
    const wave = (update: number) => Array.from({ length: 4 }, (_, row) => -2 + 2 * Math.sin(update + row))
    const step = imageOf(history, 10, 50)
    const whole = imageOf(history, 10, 50)
    let painted = 0
    for (let update = 0; update < 50; update += 3) {
      history.add(update, wave(update))
      step.codes.sync()
      const last = columnAt(step.x, update)
      paintColumns(step, painted, last + 1)
      painted = columnAt(step.x, update - 2)
    }
    whole.codes.sync()
    paintColumns(whole, 0, 10)
    expect(step.pixels).toEqual(whole.pixels)
  })

  it('shows the same as comparing value by value, whatever the values, rows and stretch', () => {
    const value = fc.oneof(
      fc.double({ min: -6, max: 2, noNaN: true }),
      fc.constantFrom(NaN, Infinity, -Infinity, ABSENT),
    )
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 9 })
          .chain((rows) =>
            fc.array(fc.array(value, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 40 }),
          ),
        fc.integer({ min: 1, max: 40 }),
        (columns, width) => {
          const rows = columns[0]!.length
          const history = new HeatHistory(rows, 64)
          columns.forEach((column, update) => history.add(update, column))
          const shown = imageOf(history, width, columns.length)
          paintColumns(shown, 0, width)
          const codeOf = (update: number, row: number) => {
            const alone = new HeatHistory(1, 2)
            alone.add(0, [columns[update]![row]!])
            const codes = new HeatCodes(alone, { min: -4, max: 0 })
            codes.sync()
            return codes.words[0]! & 255
          }
          for (let x = 0; x < width; x++) {
            const first = Math.floor((x * columns.length) / width + 1e-9)
            const end = Math.ceil(((x + 1) * columns.length) / width - 1e-9)
            for (let row = 0; row < rows; row++) {
              let code = 0
              for (let update = first; update < end; update++) code = Math.max(code, codeOf(update, row))
              expect(shown.pixels[(rows - 1 - row) * width + x]).toBe(shown.table[code])
            }
          }
        },
      ),
    )
  })

  it('codes anew what the history dropped and kept when it was full', () => {
    const history = new HeatHistory(3, 4)
    const codes = new HeatCodes(history, { min: -4, max: 0 })
    for (let update = 0; update < 9; update++) {
      history.add(update, [-4, 0, update % 2 ? -4 : 0])
      codes.sync()
    }
    const fresh = new HeatCodes(history, { min: -4, max: 0 })
    fresh.sync()
    const used = history.length * codes.numWords
    expect([...codes.words.subarray(0, used)]).toEqual([...fresh.words.subarray(0, used)])
  })
})
