import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, type App } from 'vue'
import type { ValueTable } from './ValueTable.vue'
import ValueTableView from './ValueTable.vue'

const table: ValueTable = {
  caption: 'Two of 12,345 updates',
  columns: ['update', 'loss', 'note', 'norm'],
  rows: [
    [{ text: '1,234', value: 1234 }, { text: '0.1667', value: 1 / 6 }, '', { text: '−∞', value: -Infinity }],
    [
      { text: '12,345', value: 12345 },
      { text: '1.235e-5', value: 1.2345e-5 },
      '',
      { text: 'NaN', value: NaN },
    ],
  ],
}

describe('copying out of a table', () => {
  let app: App
  let place: HTMLElement
  beforeEach(() => {
    place = document.body.appendChild(document.createElement('div'))
    app = createApp(ValueTableView, { label: 'Loss as a table', table })
    app.mount(place)
  })
  afterEach(() => {
    app.unmount()
    place.remove()
  })

  const textOf = (row: number, column: number) =>
    place.querySelectorAll('tr')[row]!.querySelectorAll('th, td')[column]!.firstChild!

  /** What a copy gives; null where the browser copies the text as it stands. */
  function copy(start: [Node, number], end: [Node, number]): string | null {
    const range = document.createRange()
    range.setStart(...start)
    range.setEnd(...end)
    const selection = document.getSelection()!
    selection.removeAllRanges()
    selection.addRange(range)
    const event = new ClipboardEvent('copy', {
      ...{ bubbles: true, cancelable: true, clipboardData: new DataTransfer() },
    })
    textOf(1, 0).parentElement!.dispatchEvent(event)
    return event.defaultPrevented ? event.clipboardData!.getData('text/plain') : null
  }

  it('gives the numbers themselves, a row a line, with every column in its place', () => {
    expect(copy([textOf(0, 0), 0], [textOf(2, 3), 3])).toBe(
      ['update\tloss\tnote\tnorm', '1234\t0.16666666666666666\t\t-Infinity', '12345\t1.2345e-5\t\tNaN'].join(
        '\n',
      ),
    )
  })

  it('gives whole cells where a selection begins or ends inside of them', () => {
    expect(copy([textOf(1, 0), 3], [textOf(1, 1), 2])).toBe('1234\t0.16666666666666666')
  })

  it('gives the number of one cell that is selected whole, also where the selection ends at the next', () => {
    expect(copy([textOf(1, 0), 0], [textOf(1, 0), 5])).toBe('1234')
    expect(copy([textOf(1, 0), 0], [textOf(1, 1), 0])).toBe('1234')
  })

  it('leaves a part of one cell, and a selection of nothing, to the browser', () => {
    expect(copy([textOf(1, 0), 2], [textOf(1, 0), 5])).toBeNull()
    expect(copy([textOf(1, 0), 2], [textOf(1, 0), 2])).toBeNull()
  })
})
