// @ts-check
import { expect, test, vi } from 'vitest'
import { createProgress } from './progress.mjs'

/** @param {boolean} isTTY @param {number} [columns] */
function recorder(isTTY, columns = 80) {
  const state = { time: 0, text: '' }
  const write = (/** @type {string} */ text) => (state.text += text)
  return { state, progress: createProgress('downloading', { isTTY, columns, write }, () => state.time) }
}

test('a terminal gets a bar that is redrawn in place', () => {
  const { state, progress } = recorder(true)
  progress.update(50e6, 200e6)
  expect(state.text).toMatch(/^\rdownloading \[#{7}\.{23}\] 50 of 200 MB \(25 %\)/)
  expect(state.text).not.toContain('\n')
  progress.update(200e6, 200e6)
  progress.end()
  expect(state.text).toContain('(100 %)')
  expect(state.text.endsWith('\n')).toBe(true)
})

test('a log gets a line only now and then', () => {
  const { state, progress } = recorder(false)
  for (state.time = 0; state.time <= 25_000; state.time += 100) progress.update(state.time * 1000, 200e6)
  progress.end()
  expect(state.text).toBe(
    'downloading: 10 of 200 MB (5 %) after 10 s\ndownloading: 20 of 200 MB (10 %) after 20 s\n',
  )
})

test('a size that is not known is not made up', () => {
  const { state, progress } = recorder(true)
  progress.update(3e6, null)
  expect(state.text).toContain(' 3 MB')
  expect(state.text).not.toContain('%')
})

test.each([
  { columns: 80, line: 'downloading [#######.......................] 50 of 200 MB (25 %)' },
  { columns: 50, line: 'downloading [###..........] 50 of 200 MB (25 %)' },
  { columns: 40, line: 'downloading 50 of 200 MB (25 %)' },
  { columns: 30, line: '50 of 200 MB (25 %)' },
])('on $columns columns the line is $line', ({ columns, line }) => {
  const { state, progress } = recorder(true, columns)
  progress.update(50e6, 200e6)
  expect(state.text).toBe(`\r${line}\u001b[K`)
})

test('the line is narrower than the terminal all the way', () => {
  for (let columns = 24; columns <= 120; columns++) {
    const { state, progress } = recorder(true, columns)
    for (let done = 0; done <= 200e6; done += 1e6, state.time += 1000) progress.update(done, 200e6)
    for (const line of state.text.split('\u001b[K'))
      expect(line.replace('\r', '').length).toBeLessThan(columns)
  }
})

test('a terminal that cannot redraw gets lines like a log', () => {
  vi.stubEnv('TERM', 'dumb')
  const { state, progress } = recorder(true)
  vi.unstubAllEnvs()
  state.time = 10_000
  progress.update(100e6, 200e6)
  progress.end()
  expect(state.text).toBe('downloading: 100 of 200 MB (50 %) after 10 s\n')
})
