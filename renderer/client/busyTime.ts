/**
 * Does something, and tells how long the page was busy with it: with what it calls, with what is rendered
 * after it, and with the frame that shows it. While the window is hidden there is no frame, and nothing is
 * told.
 */
export function timeBusy(act: () => void, tell: (busyMs: number) => void): void {
  const begun = performance.now()
  let acting = 0
  // Asked for first: whatever is drawn in that frame comes behind it.
  requestAnimationFrame(() => {
    const frame = performance.now()
    const { port1, port2 } = new MessageChannel()
    // A task of its own: the page has been laid out and painted by then.
    port1.onmessage = () => {
      port1.close()
      tell(acting + performance.now() - frame)
    }
    port2.postMessage(null)
  })
  act()
  // Behind the microtask in which Vue renders.
  queueMicrotask(() => {
    acting = performance.now() - begun
  })
}
