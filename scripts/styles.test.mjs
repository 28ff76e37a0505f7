import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const files = execFileSync('git', ['ls-files', 'renderer'], { cwd, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(vue|css)$/.test(path))

/** Of `X + *` an engine styles all around an element anew that comes or goes, wherever in the window that is. */
const BESIDE_ANYTHING = /[+~]\s*\*[^/]/

it('no rule is of whatever stands beside something else: rows that scroll would all be styled anew', () => {
  const styles = (/** @type {string} */ path) => {
    const text = readFileSync(`${cwd}/${path}`, 'utf8')
    return path.endsWith('.css') ? text : text.slice(text.indexOf('<style'))
  }
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((path) => BESIDE_ANYTHING.test(styles(path)))).toEqual([])
})
