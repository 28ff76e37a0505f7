import type { WebContents } from 'electron'
import type { Settings } from '../../../core/contract/ipc'
import type { Trouble } from './troublePage'
import { isTroublePage, troublePage } from './troublePage'

/** A page that crashes again within this time is not loaded a third time by itself. */
const CRASH_LOOP_MS = 60_000
/** What Chromium reports for a load that another one replaced. */
const ABORTED = -3

export interface PageTroublesOptions {
  readonly pageUrl: string
  locale(): Settings['locale']
  /** Milliseconds, for the time between two crashes. */
  now(): number
}

/** What of a window's contents is needed here. */
export type TroubledContents = Pick<WebContents, 'on' | 'loadURL' | 'getURL'>

export interface PageTroubles {
  /** Loads the page, also where another one is shown. */
  load(): void
  /** Shows what is wrong instead of the page. */
  show(trouble: Trouble): void
}

/**
 * Never leaves a window blank without a word. A crashed page is loaded again, where it finds its run as it
 * is; one that crashes twice, cannot be loaded or has no bridge gives place to a page that says so.
 */
export function watchForTroubles(
  contents: TroubledContents,
  { pageUrl, locale, now }: PageTroublesOptions,
): PageTroubles {
  let lastCrash = -Infinity
  /** The page that says what is wrong is shown, or on its way. */
  let isShown = false

  function open(url: string): void {
    // Whether it could be loaded is told by the events below.
    contents.loadURL(url).catch(() => undefined)
  }
  const load = (): void => open(pageUrl)

  function show(trouble: Trouble): void {
    // The first trouble is the cause of those that follow it.
    if (isShown) return
    isShown = true
    open(troublePage(trouble, locale(), pageUrl))
  }

  contents.on('did-start-navigation', ({ url, isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) isShown = isTroublePage(url)
  })
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    const isSecond = now() - lastCrash < CRASH_LOOP_MS
    lastCrash = now()
    if (isSecond) show({ kind: 'crashed', detail: `${reason}, exit code ${exitCode}` })
    else load()
  })
  contents.on('preload-error', (_event, file, error) => {
    show({ kind: 'missing', detail: `${file}: ${error.message}` })
  })
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) show({ kind: 'unreachable', detail: `${url}: ${description}` })
  })
  return { load, show }
}
