import { onActivated, onDeactivated, onScopeDispose } from 'vue'

/** Of all time, at most one part in this goes into drawing. */
const SHARE = 4
/** Even where drawing is very slow, the plot follows the data. */
const LONGEST_WAIT_MS = 250
const FRAME_MS = 1000 / 60

export interface Redraw {
  /**
   * The data changed. Drawn in the next frame, or later where drawing takes so long that it would hold up the
   * rest.
   */
  onData(): void
  /** A person did something: drawn in the next frame. */
  now(): void
}

/**
 * Calls `draw` at most once a frame, and only after it was asked for. While the place is put away, requests
 * are remembered and served when it comes back; a hidden window has no frames, so nothing is drawn there
 * either.
 */
export function useRedraw(draw: () => void): Redraw {
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isAway = false
  let isWanted = false
  let earliest = 0

  function run(): void {
    frame = null
    if (isAway || !isWanted) return
    isWanted = false
    const start = performance.now()
    draw()
    const spent = performance.now() - start
    earliest = start + SHARE * spent
    // What painting cost after the call shows in how late the next frame is.
    requestAnimationFrame(() => {
      const load = Math.max(spent, performance.now() - start - FRAME_MS)
      earliest = start + Math.min(SHARE * load, LONGEST_WAIT_MS)
    })
  }

  function now(): void {
    isWanted = true
    if (!isAway) frame ??= requestAnimationFrame(run)
  }

  function onData(): void {
    isWanted = true
    if (isAway || frame !== null || timer !== null) return
    const wait = earliest - performance.now()
    if (wait <= FRAME_MS / 2) return now()
    timer = setTimeout(() => {
      timer = null
      if (isWanted) now()
    }, wait)
  }

  onDeactivated(() => (isAway = true))
  onActivated(() => {
    isAway = false
    if (isWanted) now()
  })
  onScopeDispose(() => {
    isAway = true
    if (frame !== null) cancelAnimationFrame(frame)
    if (timer !== null) clearTimeout(timer)
  })
  return { onData, now }
}
