import { join } from 'node:path'
import { app, ipcMain, nativeTheme, session } from 'electron'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { Settings } from '../../core/contract/ipc'
import { spareThreads } from '../worker/spawn'
import { setEngineFlags } from '../worker/engineFlags'
import { appInfo } from './appInfo'
import { createHandlers } from './ipc/handlers'
import { broadcast, serveRequests } from './ipc/serveWindow'
import { showMenu } from './menu/menu'
import { choosePage } from './page/page'
import { createActivity } from './activity'
import { systemDesktop } from './desktop'
import { systemClock } from '../runs/clock'
import { createRunCatalog } from '../runs/runCatalog'
import { createMemoryLog } from '../runs/runLog'
import { createRunSubscriptions } from '../runs/runSubscriptions'
import { createJsonFile } from './settings/jsonFile'
import { createSettingsStore, storedSettingsSchema } from './settings/settingsStore'
import { exposeThreads } from './exposedThreads'
import { guardContents, guardSession } from './window/guards'
import { openMainWindow } from './window/mainWindow'
import { placementSchema } from './window/placement'
import { onPageGone } from './window/pageGone'

/* All that the app does at its start, from top to bottom. */

setEngineFlags()
guardContents(app)
const page = choosePage(import.meta.dirname, process.env['ELECTRON_RENDERER_URL'])

// One instance for each folder of user data: two would overwrite each other's files.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()

function start(): void {
  guardSession(session.defaultSession)
  page.serve(session.defaultSession)

  const inUserData = (name: string) => join(app.getPath('userData'), name)
  const languages = app.getPreferredSystemLanguages()
  const settings = createSettingsStore(
    createJsonFile(inUserData('settings.json'), storedSettingsSchema),
    languages,
    (changed) => {
      apply(changed)
      broadcast('settings:changed', changed)
    },
  )
  const change = (changes: Partial<Settings>) => {
    try {
      settings.set(changes)
    } catch {
      // The disk refuses them; they hold until the app quits.
    }
  }
  const apply = (current: Settings) => {
    nativeTheme.themeSource = current.theme
    showMenu(current, change)
  }
  apply(settings.get())

  const threads = spareThreads(defaultExperiment())
  const subscriptions = createRunSubscriptions({ clock: systemClock, broadcast })
  const catalog = createRunCatalog({
    spawn: process.env['UNROLL_TEST'] === '1' ? exposeThreads(threads.spawn) : threads.spawn,
    createLog: createMemoryLog,
    listeners: [subscriptions, createActivity(systemDesktop())],
  })
  const handlers = createHandlers({ catalog, subscriptions, settings, info: appInfo() })
  serveRequests(ipcMain, handlers, page.origin)

  const window = openMainWindow({
    url: page.url,
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    placement: createJsonFile(inUserData('window.json'), placementSchema),
  })
  onPageGone(window.webContents, subscriptions.forget)
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  endBeforeQuit(async () => {
    await catalog.dispose()
    await threads.dispose()
  })
}

/** No training thread outlives the app, and none is cut off while it writes. */
function endBeforeQuit(dispose: () => Promise<void>): void {
  let isDisposed = false
  app.on('will-quit', (event) => {
    if (isDisposed) return
    event.preventDefault()
    void dispose().finally(() => {
      isDisposed = true
      // In a turn of its own: while `will-quit` is being answered, Electron takes no second quit.
      setImmediate(() => app.quit())
    })
  })
}
