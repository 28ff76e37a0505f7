import type { WebContents } from 'electron'

/** Calls back when a window's page is gone: closed, crashed, or about to be loaded anew. */
export function onPageGone(contents: WebContents, callback: (id: number) => void): void {
  const { id } = contents
  contents.on('destroyed', () => callback(id))
  contents.on('render-process-gone', () => callback(id))
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) callback(id)
  })
}
