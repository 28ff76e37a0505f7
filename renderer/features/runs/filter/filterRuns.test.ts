import { describe, expect, it } from 'vitest'
import type { RunRow } from '../../../stores/runRow'
import { runRow } from '../../../stores/runRow'
import { keptRun } from '../../../testing/keptRun.testing'
import type { RowWords } from '../sortRows'
import { parseFilter } from './filterRuns'

const words: RowWords = {
  name: ({ name }) => name,
  status: ({ status }) => status,
  task: ({ task }) => task,
  cell: ({ cell }) => cell ?? '',
}
const row = (runId: string, changes: Parameters<typeof keptRun>[1]): RunRow =>
  runRow(runId, keptRun(runId, changes))

const rows = [
  row('a', { name: 'first try', cell: 'lstm', settings: { 'optimizer.lr': 0.001 }, tags: ['hw', 'old'] }),
  row('b', { name: 'second', settings: { 'train.dtype': 'float32' }, solvedAfter: null, lastLoss: 0.2 }),
  row('c', { name: 'a, b', task: 'copy', isArchived: true, status: 'diverged', lastLoss: NaN }),
]

function found(text: string): string {
  const parsed = parseFilter(text)
  if (!parsed.ok) return `${parsed.problem.code} at ${parsed.problem.at}`
  return rows
    .filter((each) => parsed.matches(each, words))
    .map(({ runId }) => runId)
    .join('')
}

describe('a filter', () => {
  it('finds words in what a row says, all of them', () => {
    expect(found('')).toBe('abc')
    expect(found('first')).toBe('a')
    expect(found('FIRST lstm')).toBe('a')
    expect(found('first gru')).toBe('')
    expect(found('"a, b"')).toBe('c')
    expect(found('-lstm')).toBe('bc')
  })

  it('compares settings by path or by the end of it, also where they stand at their defaults', () => {
    expect(found('cell:lstm')).toBe('a')
    expect(found('cell:lstm,gru task!=copy')).toBe('ab')
    expect(found('lr<0.005')).toBe('a')
    expect(found('optimizer.lr>=0.005')).toBe('bc')
    expect(found('dtype:float32')).toBe('b')
    expect(found('hiddenSize=32')).toBe('abc')
    expect(found('tbptt:none')).toBe('abc')
    // The copy task has no such setting.
    expect(found('seqLen>0')).toBe('ab')
  })

  it('compares results, tags, and what a person says', () => {
    expect(found('tag:hw')).toBe('a')
    expect(found('tag!=hw')).toBe('bc')
    expect(found('loss>0.1')).toBe('b')
    expect(found('loss:none')).toBe('c')
    expect(found('is:solved')).toBe('ac')
    expect(found('-is:archived')).toBe('ab')
    expect(found('status:diverged')).toBe('c')
    expect(found('solved<=1200 name:try')).toBe('a')
  })

  it('that cannot be read says what is wrong, and where', () => {
    expect(found('first lr<')).toBe('noValue at 6')
    expect(found('lr<fast')).toBe('noNumber at 3')
    expect(found('lr:0.1,x')).toBe('noNumber at 7')
    expect(found('cell:lstm -speed:9')).toBe('unknownField at 11')
    expect(found('name:"first')).toBe('openQuote at 5')
    expect(found('task<copy')).toBe('noOrder at 0')
    expect(found('cell:gru,lsmt')).toBe('noOption at 9')
    expect(found('constructor:1')).toBe('unknownField at 0')
  })
})
