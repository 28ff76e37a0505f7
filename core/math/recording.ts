import type { Floats } from './floats'
import { address, allocateFloat32, kernels, within } from './float32/arena'

/** Float32 numbers that take the place of one call on a tape, see `ENTRY_BYTES` in `wasm/entry.ts`. */
const ENTRY_LENGTH = 16
/** Calls for which there is room at first. */
const FIRST_ROOM = 15

/**
 * Work that is the same in every update, such as a pass through time. Where all its numbers lie within reach of the
 * float32 kernels, the kernels' calls are written down the first time; from then on they are repeated from that tape,
 * without JavaScript between them and, where it pays, by several threads at once. Elsewhere the work is simply done.
 *
 * So the work may do nothing but call functions of `core/math` that are kernels, and must call the same ones with the
 * same arguments every time until `forget` is called.
 */
export class Recording {
  private tape: Float32Array = new Float32Array(0)
  private entries = 0
  private operations = 0
  /** What the tape was made for; -1 if there is none. */
  private rows = -1
  private place = -1
  private isInReach: boolean | undefined

  /** `buffers` tells, when the work is first done, what it reads and writes. */
  constructor(private readonly buffers: () => readonly Floats[]) {}

  /** Something that the work depends on has changed, other than the numbers in its buffers. */
  forget(): void {
    this.rows = -1
  }

  /**
   * Does `work`, in which each of `rows` rows, the sequences of a batch, is computed from the same row of the operands
   * and from what all rows share. `x` from `xo` on is a buffer besides the others, which may change its place.
   * @throws {Error} if a kernel that is called cannot be cut along these rows, such as a sum over them.
   */
  onRows(rows: number, x: Floats, xo: number, work: () => void): void {
    this.run(rows, x, xo, work)
  }

  /** Does `work` that consists of independent parts: no kernel reads or writes what another one writes. */
  inParts(x: Floats, xo: number, work: () => void): void {
    this.run(0, x, xo, work)
  }

  private run(rows: number, x: Floats, xo: number, work: () => void): void {
    this.isInReach ??= this.buffers().every((buffer) => within(buffer))
    if (!this.isInReach || !within(x)) {
      work()
      return
    }
    const place = address(x, xo)
    if ((rows !== this.rows || place !== this.place) && !this.record(rows, place, work)) {
      work()
      return
    }
    kernels().play(address(this.tape, 0), this.entries, rows, this.operations)
  }

  /** False if there is no room for the tape. */
  private record(rows: number, place: number, work: () => void): boolean {
    this.forget()
    for (let room = this.room(FIRST_ROOM); room > 0; room = this.room(this.entries)) {
      kernels().startTape(address(this.tape, 0), room, rows)
      try {
        work()
      } finally {
        this.entries = kernels().endTape()
      }
      if (this.entries > room) continue
      this.operations = kernels().workOfTape()
      this.rows = rows
      this.place = place
      return true
    }
    return false
  }

  /** Sees to it that there is room for so many entries, and returns for how many there is. */
  private room(entries: number): number {
    // One more, to which those go for which there is no room.
    const length = (entries + 1) * ENTRY_LENGTH
    if (this.tape.length < length) this.tape = allocateFloat32(length)
    return within(this.tape) ? this.tape.length / ENTRY_LENGTH - 1 : 0
  }
}
