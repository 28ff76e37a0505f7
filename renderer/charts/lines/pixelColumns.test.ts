import { describe, expect, it } from 'vitest'
import { pixelColumns } from './pixelColumns'

const same = (value: number): number => value

describe('pixelColumns', () => {
  it('covers from the highest to the lowest point of each column', () => {
    const columns = pixelColumns(
      [
        { x: 0.1, y: 5 },
        { x: 0.9, y: 1 },
        { x: 1.2, y: 3 },
      ],
      same,
      same,
    )
    expect(columns).toEqual([
      { x: 0, top: 1, bottom: 5 },
      { x: 1, top: 3, bottom: 3 },
    ])
  })

  it('reaches the neighbour, so that the line has no breaks', () => {
    const columns = pixelColumns(
      [
        { x: 0, y: 0 },
        { x: 1, y: 10 },
      ],
      same,
      same,
    )
    expect(columns[1]).toEqual({ x: 1, top: 0, bottom: 10 })
  })

  it('leaves a break where a point is missing, and fills a column that no point fell into', () => {
    const columns = pixelColumns(
      [
        { x: 0, y: 0 },
        { x: 0, y: NaN },
        { x: 3, y: 9 },
        { x: 5, y: 9 },
      ],
      same,
      same,
    )
    expect(columns.map(({ x }) => x)).toEqual([0, 3, 4, 5])
    expect(columns[1]).toEqual({ x: 3, top: 9, bottom: 9 })
  })

  it('runs straight where points are some columns apart', () => {
    const columns = pixelColumns(
      [
        { x: 0, y: 0 },
        { x: 4, y: 8 },
      ],
      same,
      same,
    )
    expect(columns.map(({ top, bottom }) => [top, bottom])).toEqual([
      [0, 1],
      [1, 3],
      [3, 5],
      [5, 7],
      [7, 8],
    ])
  })
})
