import type { App, Session, WebContents } from 'electron'

/**
 * Closes what only a switch of the engine can close; has to be called before the app is ready. Electron lets
 * a script paste, whatever the permission for the clipboard says. A person pastes all the same.
 */
export function guardEngine({ commandLine }: Pick<App, 'commandLine'>): void {
  commandLine.appendSwitch('blink-settings', 'DOMPasteAllowed=false')
}

/**
 * Closes what the page has no business with: other addresses, other windows, embedded pages, and connections
 * between browsers, whose packets know no content security policy.
 */
export function guardContents(app: App, pageUrl: string): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (event.url !== contents.getURL() && event.url !== pageUrl) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  })
}

/** Leads a window back to its page from an empty document, which a script can open without being asked. */
export function leadBack(contents: WebContents, pageUrl: string): void {
  contents.on('did-navigate', (_event, url) => {
    if (url.startsWith('about:')) void contents.loadURL(pageUrl)
  })
}

/**
 * Refuses every permission and every download, since the app works on numbers of its own, and leaves spelling
 * without a language: Chromium would fetch the dictionary from a server.
 */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.setSpellCheckerLanguages([])
}
