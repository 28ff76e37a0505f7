import type { BrowserWindow } from 'electron'
import type { SendEvent } from '../../runs/runStream'
import type { ClosingWindow } from '../closing'

/** A window whose page asks what becomes of runs that train. */
export function closingWindow(window: BrowserWindow, send: SendEvent): ClosingWindow {
  return {
    hide: () => window.hide(),
    isVisible: () => !window.isDestroyed() && window.isVisible(),
    canAsk: () => !window.webContents.isCrashed() && !window.webContents.isLoading() && window.isVisible(),
    ask: (training) => send('window:closing', { training }),
  }
}
