// @ts-check
// Progress of a long transfer: a bar on a terminal, an occasional line in a log.

const BAR_WIDTH = 30
const LEAST_BAR_WIDTH = 8
const REDRAW_MS = 100
const LINE_EVERY_MS = 10_000

/**
 * @typedef {object} Progress
 * @property {(done: number, total: number | null) => void} update Bytes so far, and in all when known.
 * @property {() => void} end Leaves the cursor on a fresh line; call it on success and on failure.
 */

/**
 * @param {string} label
 * @param {{ isTTY?: boolean, columns?: number, write: (text: string) => unknown }} [stream]
 * @param {() => number} [now] milliseconds
 * @param {(done: number, total: number | null) => string} [amount] what is said of bytes, or of something else
 * @returns {Progress}
 */
export function createProgress(label, stream = process.stdout, now = Date.now, amount = megabytesOf) {
  const isRedrawn = stream.isTTY && process.env.TERM !== 'dumb'
  const started = now()
  let last = isRedrawn ? -Infinity : started
  let drawn = false
  return {
    update(done, total) {
      const isComplete = total !== null && done >= total
      if (now() - last < (isRedrawn ? REDRAW_MS : LINE_EVERY_MS) && !(isComplete && isRedrawn)) return
      last = now()
      drawn = true
      const seconds = Math.round((now() - started) / 1000)
      if (isRedrawn)
        stream.write(`\r${line(label, done, total, { columns: stream.columns || 80, amount })}\x1b[K`)
      else stream.write(`${label}: ${amount(done, total)} after ${seconds} s\n`)
    },
    end() {
      if (drawn && isRedrawn) stream.write('\n')
    },
  }
}

/**
 * What fits into one line: a line that wraps cannot be drawn anew. The bar gives way first, then the label.
 * @param {string} label
 * @param {number} done
 * @param {number | null} total
 * @param {{ columns: number, amount: (done: number, total: number | null) => string }} format
 */
function line(label, done, total, { columns, amount }) {
  const figures = amount(done, total)
  // The figures become wider on the way; the bar stays as it is.
  const room = columns - 1 - amount(total ?? done, total).length
  const barWidth = Math.min(BAR_WIDTH, room - label.length - '  []'.length)
  if (total && barWidth >= LEAST_BAR_WIDTH) return `${label} ${bar(done / total, barWidth)} ${figures}`
  return label.length < room ? `${label} ${figures}` : figures
}

/** @param {number} share @param {number} width */
function bar(share, width) {
  const filled = Math.min(width, Math.floor(share * width))
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`
}

/** @param {number} done in percent */
export const percentOf = (done) => `${Math.floor(done)} %`

/** @param {number} done @param {number | null} total */
function megabytesOf(done, total) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0)
  if (!total) return `${megabytes(done)} MB`
  return `${megabytes(done)} of ${megabytes(total)} MB (${Math.floor((100 * done) / total)} %)`
}
