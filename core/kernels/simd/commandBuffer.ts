import type { Floats } from '../../math/floats'
import type { CommandBuffer } from '../backend'
import { address, allocateFloat32, kernels, within } from './arena'

/** Float32 numbers that one command takes, see `COMMAND_BYTES` in `wasm/command.ts`. */
const COMMAND_LENGTH = 16
/** Commands for which there is room at first. */
const FIRST_ROOM = 15

/**
 * Records the calls of kernels the first time; from then on executes the recorded commands without JavaScript
 * between them and, where it pays, by several threads at once. Where numbers lie out of the kernels' reach,
 * the work is simply done.
 */
export class RecordedCommands implements CommandBuffer {
  private commands: Float32Array = new Float32Array(0)
  private count = 0
  private recordedWork = 0
  /** What was recorded for; -1 if nothing is. */
  private rows = -1
  private place = -1
  private isInReach: boolean | undefined

  constructor(private readonly buffers: () => readonly Floats[]) {}

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
    kernels().executeBuffer(address(this.commands, 0), this.count, rows, this.recordedWork)
  }

  /** False if there is no room for the commands. */
  private record(rows: number, place: number, work: () => void): boolean {
    this.forget()
    for (let room = this.room(FIRST_ROOM); room > 0; room = this.room(this.count)) {
      kernels().startRecording(address(this.commands, 0), room, rows)
      try {
        work()
      } finally {
        this.count = kernels().endRecording()
      }
      if (this.count > room) continue
      this.recordedWork = kernels().recordedWork()
      this.rows = rows
      this.place = place
      return true
    }
    return false
  }

  /** Sees to it that there is room for so many commands, and returns for how many there is. */
  private room(count: number): number {
    // One more, to which those go for which there is no room.
    const length = (count + 1) * COMMAND_LENGTH
    if (this.commands.length < length) this.commands = allocateFloat32(length)
    return within(this.commands) ? this.commands.length / COMMAND_LENGTH - 1 : 0
  }
}
