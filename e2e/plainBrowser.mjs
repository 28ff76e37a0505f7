// @ts-check
import { app, BrowserWindow, session } from 'electron'

/*
 * A browser with nothing of the app: shows the file that is named last, refuses every other request, and keeps in the
 * global `refused` what was asked for.
 */

/** @type {string[]} */
const refused = []
Object.assign(globalThis, { refused })

void app.whenReady().then(() => {
  const page = String(process.argv.at(-1))
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    const isAllowed = url === page || url.startsWith('data:')
    if (!isAllowed) refused.push(url)
    answer({ cancel: !isAllowed })
  })
  void new BrowserWindow({ width: 1100, height: 900, webPreferences: { sandbox: true } }).loadURL(page)
})
