import { onActivated, onDeactivated, onScopeDispose } from 'vue'

/**
 * Calls `draw` at most once a frame, and only after it was asked for. While the place is put away, requests are
 * remembered and served when it comes back; a hidden window has no frames, so nothing is drawn there either.
 */
export function useRedraw(draw: () => void): () => void {
  let handle: number | null = null
  let isAway = false
  let isWanted = false

  function request(): void {
    isWanted = true
    if (isAway || handle !== null) return
    handle = requestAnimationFrame(() => {
      handle = null
      if (isAway) return
      isWanted = false
      draw()
    })
  }

  onDeactivated(() => (isAway = true))
  onActivated(() => {
    isAway = false
    if (isWanted) request()
  })
  onScopeDispose(() => {
    isAway = true
    if (handle !== null) cancelAnimationFrame(handle)
  })
  return request
}
