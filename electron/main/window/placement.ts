import { z } from '../../../core/experiment/zod'

/** Where the window was when it was last closed. */
export const placementSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
  isMaximized: z.boolean(),
})
export type Placement = z.output<typeof placementSchema>

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const MIN_SIZE = { width: 880, height: 600 }
const DEFAULT_SIZE = { width: 1280, height: 820 }
/** As much of the window's top has to be on a screen for a hand to get hold of it. */
const GRIP = { width: 120, height: 32 }

const within = (value: number, min: number, max: number) => Math.max(min, Math.min(max, value))

const overlap = (from: number, length: number, otherFrom: number, otherLength: number) =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)

/** Whether the window's title bar can be reached on that screen. */
function isReachable(placement: Rectangle, area: Rectangle): boolean {
  return (
    overlap(placement.x, placement.width, area.x, area.width) >= GRIP.width &&
    placement.y >= area.y &&
    placement.y + GRIP.height <= area.y + area.height
  )
}

/**
 * Size and place of a new window: those of the last time, unless the screen they were on is gone. Without a
 * place the system chooses one.
 */
export function place(
  last: Placement | null,
  workAreas: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  const area = (last && workAreas.find((candidate) => isReachable(last, candidate))) ?? workAreas[0]
  const fit = (wanted: number, least: number, available: number | undefined) =>
    Math.max(least, Math.min(wanted, available ?? wanted))
  const size = {
    width: fit(last?.width ?? DEFAULT_SIZE.width, MIN_SIZE.width, area?.width),
    height: fit(last?.height ?? DEFAULT_SIZE.height, MIN_SIZE.height, area?.height),
  }
  if (!last || !area || !isReachable(last, area)) return size
  return {
    ...size,
    x: within(last.x, area.x - size.width + GRIP.width, area.x + area.width - GRIP.width),
    y: last.y,
  }
}
