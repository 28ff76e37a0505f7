import type { BrowserWindow } from 'electron'

/** Brings a window to the front, unless it is gone already, as while the app quits. */
export function raise(
  window: Pick<BrowserWindow, 'isDestroyed' | 'isMinimized' | 'restore' | 'focus'>,
): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.focus()
}
