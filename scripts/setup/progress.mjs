// @ts-check
// Progress of a long transfer: a bar on a terminal, an occasional line in a log.

const BAR_WIDTH = 30
const REDRAW_MS = 100
const LINE_EVERY_MS = 10_000

/**
 * @typedef {object} Progress
 * @property {(done: number, total: number | null) => void} update Bytes so far, and in all when known.
 * @property {() => void} end Leaves the cursor on a fresh line; call it on success and on failure.
 */

/**
 * @param {string} label
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} [stream]
 * @param {() => number} [now] milliseconds
 * @returns {Progress}
 */
export function createProgress(label, stream = process.stdout, now = Date.now) {
  const started = now()
  let last = stream.isTTY ? -Infinity : started
  let drawn = false
  return {
    update(done, total) {
      const isComplete = total !== null && done >= total
      if (now() - last < (stream.isTTY ? REDRAW_MS : LINE_EVERY_MS) && !(isComplete && stream.isTTY)) return
      last = now()
      drawn = true
      const seconds = Math.round((now() - started) / 1000)
      if (stream.isTTY) stream.write(`\r${label} ${bar(done, total)} ${amount(done, total)} \x1b[K`)
      else stream.write(`${label}: ${amount(done, total)} after ${seconds} s\n`)
    },
    end() {
      if (drawn && stream.isTTY) stream.write('\n')
    },
  }
}

/** @param {number} done @param {number | null} total */
function bar(done, total) {
  const filled = total ? Math.min(BAR_WIDTH, Math.floor((done / total) * BAR_WIDTH)) : 0
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`
}

/** @param {number} done @param {number | null} total */
function amount(done, total) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0)
  if (!total) return `${megabytes(done)} MB`
  return `${megabytes(done)} of ${megabytes(total)} MB (${Math.floor((100 * done) / total)} %)`
}
