import type { BrowserWindow } from 'electron'

/**
 * CSS pixels that a page has from top to bottom while it is presented. Its smallest type, of 12 of them, is
 * then 37.5 of 1080 pixels high: Chinese is seen under 20 arc minutes from six times the picture's height.
 */
export const PRESENTED_HEIGHT = 345
/** As far as Chromium enlarges a page. */
const MOST = 5
/** Larger than any that a person can choose for the window. */
const BEYOND_CHOICE = 2.01

/** The zoom factor at which a page of this height is presented. */
export function presentedZoom(height: number): number {
  return Math.min(Math.max(height / PRESENTED_HEIGHT, 1), MOST)
}

export interface Presenting {
  set(isOn: boolean): void
}

/** What it needs of a window. */
type Presented = Pick<BrowserWindow, 'getContentSize' | 'on'> & {
  readonly webContents: Pick<
    BrowserWindow['webContents'],
    'getZoomFactor' | 'setZoomFactor' | 'on' | 'isDestroyed'
  >
}

/** Enlarges the window's page while it is presented, as high as the window may become. */
export function createPresenting(window: Presented): Presenting {
  const { webContents } = window
  /** The factor that comes back afterwards; null while nothing is presented. */
  let usual: number | null = null

  function fit(): void {
    if (usual === null || webContents.isDestroyed()) return
    webContents.setZoomFactor(presentedZoom(window.getContentSize()[1]!))
  }

  function leave(): void {
    if (usual !== null) webContents.setZoomFactor(usual)
    usual = null
  }

  window.on('resize', fit)
  // Chromium remembers factors: one that an app left behind which was killed meanwhile is nobody's choice.
  webContents.on('did-finish-load', () => {
    leave()
    if (webContents.getZoomFactor() > BEYOND_CHOICE) webContents.setZoomFactor(1)
  })

  return {
    set(isOn) {
      if (!isOn) return leave()
      usual ??= webContents.getZoomFactor()
      fit()
    },
  }
}
