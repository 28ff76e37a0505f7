/** The median of the newest numbers, at most `size` of them, without allocation while they come in. */
export interface RecentMedian {
  push(value: number): void
  /** NaN before the first. */
  median(): number
}

export function createRecentMedian(size: number): RecentMedian {
  const ring = new Float64Array(size)
  const sorted = new Float64Array(size)
  let count = 0
  return {
    push(value) {
      ring[count % size] = value
      count++
    },
    median() {
      const length = Math.min(count, size)
      if (length === 0) return NaN
      const values = sorted.subarray(0, length)
      values.set(ring.subarray(0, length))
      values.sort()
      const upper = length >> 1
      return length % 2 === 1 ? values[upper]! : (values[upper - 1]! + values[upper]!) / 2
    },
  }
}
