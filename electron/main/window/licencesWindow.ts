import { BrowserWindow } from 'electron'

/** Written by the build, beside the page. */
const FILE = 'licences.txt'

/** Shows the licences of all that comes along, as text, in a window that closes with the app's. */
export function openLicences(parent: BrowserWindow, pageUrl: string, title: string): void {
  const window = new BrowserWindow({
    ...{ parent, title, width: 720, height: 640 },
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, devTools: false },
  })
  window.setMenu(null)
  // The text itself has no title.
  window.on('page-title-updated', (event) => event.preventDefault())
  void window.loadURL(new URL(FILE, pageUrl).href)
}
