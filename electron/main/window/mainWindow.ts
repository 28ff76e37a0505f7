import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { JsonFile } from '../settings/jsonFile'
import type { Placement } from './placement'
import { MIN_SIZE, place } from './placement'

/** The page's ground colour in either theme, so that nothing flashes before its first paint. */
const GROUND = { light: '#f5f5f3', dark: '#121316' }

const ground = () => (nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light)

export interface MainWindowOptions {
  readonly preload: string
  /** Whether the developer tools may be opened. */
  readonly developerTools: boolean
  /** The window's picture, where the desktop does not take that of its menu's entry. */
  readonly icon?: string
  readonly placement: JsonFile<Placement>
}

/** Opens the app's window where it was last, and shows it once a page in it has something to show. */
export function openMainWindow({
  preload,
  developerTools,
  icon,
  placement,
}: MainWindowOptions): BrowserWindow {
  const last = placement.read()
  const window = new BrowserWindow({
    ...place(
      last,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    backgroundColor: ground(),
    show: false,
    ...(icon === undefined ? {} : { icon }),
    webPreferences: {
      preload,
      devTools: developerTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (last?.isMaximized) window.maximize()
    window.show()
  })
  window.on('close', () => remember(window, placement))
  const followTheme = () => window.setBackgroundColor(ground())
  nativeTheme.on('updated', followTheme)
  window.on('closed', () => nativeTheme.off('updated', followTheme))
  return window
}

function remember(window: BrowserWindow, placement: JsonFile<Placement>): void {
  try {
    placement.write({ ...window.getNormalBounds(), isMaximized: window.isMaximized() })
  } catch {
    // The place of a window is not worth a message.
  }
}
