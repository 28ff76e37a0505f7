import { GrowableColumn } from './growableColumn'
import { lowerBound } from './lowerBound'

/** Values that were measured now and then, each with its update, in the order of the updates. */
export class Measurements {
  readonly updates = new GrowableColumn()
  readonly values = new GrowableColumn()

  /** The update behind the newest measured one. */
  get end(): number {
    return this.updates.count === 0 ? 0 : this.updates.at(this.updates.length - 1) + 1
  }

  /** Whether a measured update lies between two places on the axis of updates, if only in part. */
  hasBetween(start: number, end: number): boolean {
    const updates = this.updates.view()
    return updates[lowerBound(updates, end) - 1]! + 1 > start
  }

  /** One that is older than others goes between them; what is known already is left out. */
  add(update: number, value: number): void {
    const at = lowerBound(this.updates.view(), update)
    if (this.updates.at(at) === update) return
    if (at === this.updates.length) {
      this.updates.push(update)
      this.values.push(value)
      return
    }
    insert(this.updates, at, update)
    insert(this.values, at, value)
  }
}

function insert(column: GrowableColumn, at: number, value: number): void {
  const before = column.view().slice()
  column.clear()
  column.append(before.subarray(0, at))
  column.push(value)
  column.append(before, at)
}
