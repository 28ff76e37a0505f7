import type { Floats } from '../../math/floats'
import type { CommandBuffer } from '../backend'
import type { Arena } from './arena'
import { take } from './memory'

/** `COMMAND_BYTES` in `wasm/command.ts`. */
const COMMAND_BYTES = 64
/** Commands for which there is room at first. */
const FIRST_ROOM = 15

/**
 * Records the calls of kernels the first time; from then on executes the recorded commands without JavaScript
 * between them and, where it pays, by several threads at once. Where numbers lie out of the kernels' reach,
 * the work is simply done.
 */
export class RecordedCommands implements CommandBuffer {
  /** Where the commands lie, and for how many there is room there. */
  private commands = 0
  private capacity = 0
  private count = 0
  private recordedWork = 0
  /** What was recorded for; -1 if nothing is. */
  private rows = -1
  private place = -1
  private isInReach: boolean | undefined

  constructor(
    private readonly arena: Arena,
    private readonly buffers: () => readonly Floats[],
  ) {}

  forget(): void {
    this.rows = -1
  }

  onRows(rows: number, x: Floats, xo: number, work: () => void): void {
    this.run(rows, x, xo, work)
  }

  inParts(x: Floats, xo: number, work: () => void): void {
    this.run(0, x, xo, work)
  }

  private run(rows: number, x: Floats, xo: number, work: () => void): void {
    this.isInReach ??= this.buffers().every((buffer) => this.arena.within(buffer))
    if (!this.isInReach || !this.arena.within(x)) {
      work()
      return
    }
    const place = this.arena.address(x, xo)
    if ((rows !== this.rows || place !== this.place) && !this.record(rows, place, work)) {
      work()
      return
    }
    this.arena.kernels.executeBuffer(this.commands, this.count, rows, this.recordedWork)
  }

  /** False if there is no room for the commands. */
  private record(rows: number, place: number, work: () => void): boolean {
    this.forget()
    for (let room = this.room(FIRST_ROOM); room > 0; room = this.room(this.count)) {
      this.arena.kernels.startRecording(this.commands, room, rows)
      try {
        work()
      } finally {
        this.count = this.arena.kernels.endRecording()
      }
      if (this.count > room) continue
      this.recordedWork = this.arena.kernels.recordedWork()
      this.rows = rows
      this.place = place
      return true
    }
    return false
  }

  /** Sees to it that there is room for so many commands, and returns for how many there is. */
  private room(count: number): number {
    if (this.capacity < count) {
      // One more, to which those go for which there is no room.
      const commands = take((count + 1) * COMMAND_BYTES)
      this.capacity = commands === null ? 0 : count
      this.commands = commands ?? 0
    }
    return this.capacity
  }
}
