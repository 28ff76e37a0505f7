import { describe, expect, it } from 'vitest'
import type { Group } from '../../../../core/sweep/group'
import { runRow } from '../../../stores/runRow'
import { keptRun } from '../../../testing/keptRun.testing'
import { treeItems } from './treeItems'

const sweep: Group = { kind: 'sweep', id: 's', name: 'rates', fields: {} }
const row = (runId: string, changes: Parameters<typeof keptRun>[1] = {}) =>
  runRow(runId, keptRun(runId, changes))
const under = (id: string) => ({ parent: { id, update: 5 } })

const shape = (rows: ReturnType<typeof row>[], ...closed: string[]) =>
  treeItems(rows, new Set(closed)).map(({ kind, key, depth }) =>
    kind === 'group' ? key : `${' '.repeat(depth)}${key}`,
  )

describe('runs as a tree', () => {
  it('have a group where its first run would stand, and its runs below', () => {
    const rows = [row('a'), row('t2', { group: sweep }), row('b'), row('t1', { group: sweep })]
    expect(shape(rows)).toEqual(['a', 'group:s', ' t2', ' t1', 'b'])
    expect(shape(rows, 'group:s')).toEqual(['a', 'group:s', 'b'])
  })

  it('have branches below the run that they branch off, as deep as that goes', () => {
    const rows = [row('c', under('b')), row('b', under('a')), row('z'), row('a')]
    expect(shape(rows)).toEqual(['z', 'a', ' b', '  c'])
    expect(shape(rows.slice(0, 2))).toEqual(['b', ' c'])
  })

  it('show a group of which one run is in sight as that run, and lose none', () => {
    expect(shape([row('t1', { group: sweep })])).toEqual(['t1'])
    const branch = row('b', under('t1'))
    const group = [row('t1', { group: sweep }), row('t2', { group: sweep })]
    expect(shape([branch, ...group])).toEqual(['group:s', ' t1', '  b', ' t2'])
    expect(shape([branch, ...group], 'group:s')).toEqual(['group:s', 'b'])
    // Nobody can write such a thing but by hand.
    expect(shape([row('x', under('y')), row('y', under('x'))])).toEqual(['x', ' y'])
  })
})
