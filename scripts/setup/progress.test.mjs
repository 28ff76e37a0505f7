// @ts-check
import { expect, test } from 'vitest'
import { createProgress } from './progress.mjs'

/** @param {boolean} isTTY */
function recorder(isTTY) {
  const state = { time: 0, text: '' }
  const write = (/** @type {string} */ text) => (state.text += text)
  return { state, progress: createProgress('downloading', { isTTY, write }, () => state.time) }
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
  expect(state.text).toContain(' 3 MB ')
  expect(state.text).not.toContain('%')
})
