import { indexOfNumber } from '../../../core/contract/counting'
import { linearTicks } from '../scales/linear'

/** Marks of an axis of so many time steps: the first, the last, and some between. */
export function stepTicks(last: number): { readonly row: number; readonly label: string }[] {
  if (last === 0) return []
  const inner = linearTicks({ min: 1, max: last }, 4).filter((tick) => Number.isInteger(tick) && tick > 1)
  const apart = inner.filter((tick) => tick - 1 > last / 12 && last - tick > last / 12)
  return [...new Set([1, ...apart, last])].map((tick) => ({ row: indexOfNumber(tick), label: String(tick) }))
}
