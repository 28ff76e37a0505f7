/** A cache of limited size: what was asked for longest ago is dropped first. */
export class RecentCache<Value> {
  private readonly values = new Map<string, Value>()

  constructor(private readonly capacity: number) {}

  get(key: string): Value | undefined {
    const value = this.values.get(key)
    if (value === undefined) return undefined
    this.values.delete(key)
    this.values.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.values.delete(key)
    this.values.set(key, value)
    const [oldest] = this.values.keys()
    if (this.values.size > this.capacity && oldest !== undefined) this.values.delete(oldest)
  }
}
