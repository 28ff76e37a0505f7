import { reason } from '../../../core/contract/reasons'
import { describe, expect, it } from 'vitest'
import type { RunRow } from '../../stores/runRow'
import { runRow } from '../../stores/runRow'
import { keptRun } from '../../testing/keptRun.testing'
import type { Column, RowWords } from './sortRows'
import { newestFirst, sortRows } from './sortRows'

const words: RowWords = {
  name: ({ name, runId }) => name || runId,
  status: ({ status }) => status,
  task: ({ task }) => task,
  cell: ({ cell }) => cell ?? '',
}
const row = (runId: string, changes: Parameters<typeof keptRun>[1] = {}): RunRow =>
  runRow(runId, keptRun(runId, changes))
const unreadable = runRow('junk', {
  runId: 'junk',
  folder: '/data/runs/junk',
  problem: reason('lastLineCut'),
})

const ordered = (rows: readonly RunRow[], column: Column, isDescending = false) =>
  sortRows(rows, { column, isDescending }, words).map(({ runId }) => runId)

describe('the order of runs', () => {
  it('has the newest first, and before them those that are written now, the newest of these first', () => {
    const rows = [
      row('old', { written: '2026-11-01T00:00:00.000Z' }),
      row('new', { written: '2026-11-02T00:00:00.000Z' }),
      row('first', {
        status: 'running',
        created: '2026-10-01T00:00:00.000Z',
        written: '2026-11-03T00:00:02.000Z',
      }),
      row('second', {
        status: 'running',
        created: '2026-10-02T00:00:00.000Z',
        written: '2026-11-03T00:00:01.000Z',
      }),
      unreadable,
    ]
    expect(ordered(rows, newestFirst.column, true)).toEqual(['second', 'first', 'new', 'old', 'junk'])
  })

  it('has the queue as it goes on, below what trains', () => {
    const queued = (runId: string, place: number): RunRow => ({ ...row(runId), status: 'queued', place })
    const rows = [
      queued('b', 1),
      queued('k', 10),
      row('training', { status: 'running' }),
      queued('a', 0),
      row('old'),
    ]
    expect(ordered(rows, newestFirst.column, true)).toEqual(['training', 'a', 'b', 'k', 'old'])
  })

  it('goes up and down in numbers, with what is not known at the end of both', () => {
    const rows = [row('a', { bestLoss: NaN }), row('b', { bestLoss: 2 }), row('c', { bestLoss: 1 })]
    expect(ordered(rows, 'bestLoss')).toEqual(['c', 'b', 'a'])
    expect(ordered(rows, 'bestLoss', true)).toEqual(['b', 'c', 'a'])
    expect(ordered([unreadable, ...rows], 'updates')).toEqual(['c', 'b', 'a', 'junk'])
  })

  it('takes numbers within names as numbers, and infinity as the largest loss', () => {
    const rows = [row('run 10', { lastLoss: Infinity }), row('run 9', { lastLoss: 4 })]
    expect(ordered(rows, 'name')).toEqual(['run 9', 'run 10'])
    expect(ordered(rows, 'lastLoss')).toEqual(['run 9', 'run 10'])
  })

  it('by status has first what goes on, and of equal ones the newest', () => {
    const rows = [
      row('done'),
      row('paused', { status: 'paused' }),
      row('training', { status: 'running' }),
      row('later', { created: '2026-11-28T10:00:00.000Z' }),
    ]
    expect(ordered(rows, 'status')).toEqual(['training', 'paused', 'later', 'done'])
  })
})
