import type { WebContents } from 'electron'

/** A page that crashes again within this time is left as it is. */
const CRASH_LOOP_MS = 10_000

/**
 * Calls back when a window's page is gone: closed, crashed, or about to be loaded anew. A crashed page is
 * loaded again, where it finds its run as it is.
 */
export function onPageGone(contents: WebContents, callback: (id: number) => void): void {
  const { id } = contents
  let lastCrash = -Infinity
  contents.on('destroyed', () => callback(id))
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) callback(id)
  })
  contents.on('render-process-gone', (_event, { reason }) => {
    callback(id)
    const now = performance.now()
    if (reason !== 'clean-exit' && now - lastCrash > CRASH_LOOP_MS) contents.reload()
    lastCrash = now
  })
}
