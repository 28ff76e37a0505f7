import type { Floats } from '../math/floats'

/** A buffer as blocks of equal length, each a view that is made once. */
export class Blocks {
  private readonly views: Floats[] = []

  constructor(
    private readonly buffer: Floats,
    private readonly length: number,
  ) {}

  at(index: number): Floats {
    const start = index * this.length
    return (this.views[index] ??= this.buffer.subarray(start, start + this.length))
  }
}
