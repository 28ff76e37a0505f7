import type { EffectScope } from 'vue'
import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GridFocus, GridCell } from './useGridFocus'
import { useGridFocus } from './useGridFocus'

const size = ref({ rows: 3, columns: 4 })
const chosen = ref<GridCell | null>(null)
let moves: GridCell[]
let notches: number[]
let scope: EffectScope
let grid: GridFocus

beforeEach(() => {
  size.value = { rows: 3, columns: 4 }
  chosen.value = null
  moves = []
  notches = []
  scope = effectScope()
  grid = scope.run(() =>
    useGridFocus({
      size: () => size.value,
      chosen: () => chosen.value,
      move(to) {
        moves.push(to)
        grid.focus(to)
      },
      zoom: (by) => void notches.push(by),
    }),
  )!
})
afterEach(() => scope.stop())

function press(key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...init })
  grid.onKey(event)
  return event
}

describe('the one cell in the tab order', () => {
  it('is the first until another is chosen', async () => {
    expect(grid.focused.value).toEqual({ row: 0, column: 0 })
    chosen.value = { row: 2, column: 1 }
    await nextTick()
    expect(grid.focused.value).toEqual({ row: 2, column: 1 })
  })

  it('stays inside when the grid becomes smaller', async () => {
    grid.focus({ row: 2, column: 3 })
    size.value = { rows: 2, columns: 1 }
    await nextTick()
    expect(grid.focused.value).toEqual({ row: 1, column: 0 })
  })

  it('is the first of the row where what was chosen is not shown', async () => {
    chosen.value = { row: 1, column: -1 }
    await nextTick()
    expect(grid.focused.value).toEqual({ row: 1, column: 0 })
  })
})

describe('keys', () => {
  it('move to the neighbours, and stop at the edges', () => {
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp']) press(key)
    expect(moves).toEqual([
      { row: 0, column: 1 },
      { row: 1, column: 1 },
      { row: 1, column: 0 },
      { row: 0, column: 0 },
      { row: 0, column: 0 },
    ])
  })

  it('go to the ends of a row, with Ctrl to the corners', () => {
    press('ArrowDown')
    press('End')
    press('Home')
    press('End', { ctrlKey: true })
    press('Home', { ctrlKey: true })
    expect(moves.slice(1)).toEqual([
      { row: 1, column: 3 },
      { row: 1, column: 0 },
      { row: 2, column: 3 },
      { row: 0, column: 0 },
    ])
  })

  it('zoom, but with Ctrl leave that to the window', () => {
    for (const key of ['+', '=', '-', '0']) expect(press(key).defaultPrevented).toBe(true)
    expect(press('+', { ctrlKey: true }).defaultPrevented).toBe(false)
    expect(notches).toEqual([1, 1, -1, 0])
  })

  it('that mean nothing to a grid are left to others', () => {
    expect(press('b').defaultPrevented).toBe(false)
    expect(press('PageDown').defaultPrevented).toBe(false)
    expect(press('ArrowRight').defaultPrevented).toBe(true)
    expect(moves).toHaveLength(1)
  })
})
