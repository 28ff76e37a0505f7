import type { BrowserWindow } from 'electron'

/** Shows a window and brings it to the front, unless it is gone already, as while the app quits. */
export function raise(
  window: Pick<BrowserWindow, 'isDestroyed' | 'isMinimized' | 'restore' | 'show' | 'focus'>,
): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
