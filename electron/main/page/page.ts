import { join } from 'node:path'
import type { Session } from 'electron'
import { app, protocol } from 'electron'
import { developmentPolicy } from './csp'
import { ORIGIN, SCHEME, serve } from './serve'

/** Where the window's page comes from. */
export interface Page {
  readonly url: string
  /** Requests are answered to frames of this origin only. */
  readonly origin: string
  /**
   * To be called once the app is ready. Calls back for a file without which the page cannot show anything.
   */
  serve(session: Session, onMissing: (file: string) => void): void
}

/**
 * The page's files under the app's own scheme, or the development server's. Has to be called before the app
 * is ready: the scheme's rights cannot be declared later.
 */
export function choosePage(mainFolder: string, developmentServer: string | undefined): Page {
  if (developmentServer !== undefined && !app.isPackaged) return developmentPage(new URL(developmentServer))
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
  const root = join(mainFolder, '../renderer')
  return {
    url: `${ORIGIN}/`,
    origin: ORIGIN,
    serve: (session, onMissing) =>
      session.protocol.handle(SCHEME, (request) => serve(root, request, onMissing)),
  }
}

function developmentPage(server: URL): Page {
  const policy = developmentPolicy(server)
  return {
    url: server.href,
    origin: server.origin,
    serve: (session) =>
      session.webRequest.onHeadersReceived((details, answer) =>
        answer({ responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [policy] } }),
      ),
  }
}
