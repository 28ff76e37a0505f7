import type { Reason } from '../../core/contract/reasons'
import { fileReason } from '../store/files'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { app, clipboard, dialog, ipcMain, nativeTheme, session } from 'electron'
import { defaultExperiment } from '../../core/experiment/defaults'
import { showPath, showText } from '../../core/text/foreign'
import type { Settings } from '../../core/contract/ipc'
import { spareThreads } from '../worker/spawn'
import { requestAvxRevectorization } from '../worker/avxRevectorization'
import { createAbout } from './about'
import { appInfo } from './appInfo'
import { createHandlers } from './ipc/handlers'
import { broadcast, sendTo, serveRequests } from './ipc/serveWindow'
import { showMenu } from './menu/menu'
import { choosePage } from './page/page'
import { readWith } from '../data/provide'
import { readInThread } from '../data/readInThread'
import { createActivity } from './activity'
import { inExchangeThread } from '../exchange/thread/inExchangeThread'
import { askWhereIn } from './askWhere'
import { createExchange } from './exchange'
import { createHandOut } from './handOut'
import { systemHandOut } from './systemHandOut'
import { createLessons } from './lessons'
import { createOwnData } from './ownData'
import { createClosing } from './closing'
import { goOnWithRuns, keptRunOpener, lookAtTrained } from './keptRuns'
import { createOpenGroups } from './openGroups'
import { systemDesktop } from './desktop'
import { systemClock } from '../runs/clock'
import type { RunCatalog } from '../runs/runCatalog'
import { createRunCatalog } from '../runs/runCatalog'
import { dataFolder } from '../store/catalog'
import { createKeptRuns } from '../store/keptRuns'
import { createWeightComparer } from '../store/weightComparer'
import { spawnComparison } from '../worker/spawnComparison'
import { spawnVerify } from '../verify/spawnVerify'
import { createVerifier } from '../verify/verifier'
import { createCatalogTrials } from '../sweep/catalogTrials'
import { createGroupService } from '../sweep/groupService'
import { createRunStorage } from '../store/runStorage'
import { createMemoryLog } from '../runs/runLog'
import { createRunSubscriptions } from '../runs/runSubscriptions'
import { createJsonFile } from './settings/jsonFile'
import { createSettingsStore, storedSettingsSchema } from './settings/settingsStore'
import { createInstanceLock } from './instanceLock'
import { exposeThreads } from './exposedThreads'
import { whyUnwritable } from './folder'
import { guardContents, guardEngine, guardSession, leadBack } from './window/guards'
import { closingWindow } from './window/closingWindow'
import { openLicences } from './window/licencesWindow'
import { openMainWindow } from './window/mainWindow'
import { placementSchema } from './window/placement'
import { createPresenting } from './window/presenting'
import { onPageGone } from './window/pageGone'
import { watchForTroubles } from './window/pageTroubles'
import { raise } from './window/raise'

/** How many runs of a group are in the queue at most, behind those that train. */
const QUEUED_TRIALS = 6
/** Characters of a file system's reason, which names a path or two. */
const REASON_LENGTH = 500

/* All that the app does at its start, from top to bottom. */

requestAvxRevectorization()
guardEngine(app)
/** A package opens its developer tools only where that is asked for. */
const developerTools = !app.isPackaged || app.commandLine.hasSwitch('developer-tools')
const page = choosePage(import.meta.dirname, process.env['ELECTRON_RENDERER_URL'])
guardContents(app, page.url)

// Where the folder that was asked for takes no file, Chromium would take another one without a word.
const folder = app.commandLine.getSwitchValue('user-data-dir') || app.getPath('userData')
const refusal = whyUnwritable(folder)
const lock = createInstanceLock({
  request: () => app.requestSingleInstanceLock(),
  quittingFile: join(folder, 'unroll-quitting'),
  wait: (ms) => setTimeout(ms),
})
if (refusal !== null) endWithoutFolder(refusal)
else void lock.take().then((isTaken) => (isTaken ? app.whenReady().then(start) : app.quit()))

// Whoever started the app is gone, by a signal that could not be passed on: it ends with the terminal.
process.once('disconnect', () => app.quit())
process.channel?.unref()

function endWithoutFolder(reason: string): void {
  process.stderr.write(
    `unroll: cannot start: its folder ${showPath(folder)} takes no files (${showText(reason, REASON_LENGTH)}).\n` +
      'Make the folder writable, or name another one with --user-data-dir=FOLDER.\n',
  )
  app.exit(1)
}

function start(): void {
  const { defaultSession } = session
  guardSession(defaultSession)

  const inUserData = (name: string) => join(app.getPath('userData'), name)
  const settingsSchema = storedSettingsSchema(app.getPreferredSystemLanguages())
  const settings = createSettingsStore(
    createJsonFile(inUserData('settings.json'), settingsSchema),
    settingsSchema.parse({}),
    {
      changed(changed) {
        apply(changed)
        broadcast('settings:changed', changed)
      },
      unsaved: (error) => broadcast('storage:failed', { what: 'settings', why: fileReason(error) }),
    },
  )
  const window = openMainWindow({
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    developerTools,
    ...(app.isPackaged ? { icon: join(app.getAppPath(), 'icon.png') } : {}),
    placement: createJsonFile(inUserData('window.json'), placementSchema),
  })
  const troubles = watchForTroubles(window.webContents, {
    pageUrl: page.url,
    locale: () => settings.get().locale,
    now: () => systemClock.now(),
  })
  leadBack(window.webContents, page.url)
  const about = createAbout({
    info: appInfo(),
    locale: () => settings.get().locale,
    ask: (message, detail, buttons) =>
      dialog
        .showMessageBox(window, { type: 'info', message, detail, buttons: [...buttons], cancelId: 0 })
        .then(({ response }) => response),
    copy: (text) => clipboard.writeText(text),
    showLicences: (title) => openLicences(window, page.url, title),
  })
  const apply = (current: Settings) => {
    nativeTheme.themeSource = current.theme
    showMenu(current, {
      ...{ developerTools, about: () => void about() },
      ...{ change: settings.set, reload: troubles.load },
      present: () => broadcast('window:presenting', {}),
    })
  }
  apply(settings.get())

  const threads = spareThreads(defaultExperiment())
  const subscriptions = createRunSubscriptions({ clock: systemClock, broadcast })
  const data = dataFolder(app.commandLine.getSwitchValue('data-dir'), process.env, app.getPath('userData'))
  const tell = (why: Reason) => broadcast('storage:failed', { what: 'run', why })
  const recovered = (why: Reason) => broadcast('storage:recovered', { why })
  const catalog: RunCatalog = createRunCatalog({
    spawn: process.env['UNROLL_TEST'] === '1' ? exposeThreads(threads.spawn) : threads.spawn,
    createLog: createMemoryLog,
    storage: createRunStorage({ data, version: app.getVersion(), tell, recovered }),
    mostTraining: availableParallelism(),
    listeners: [
      {
        logged: (run, batch) => trials.listener.logged?.(run, batch),
        ended: (run) => trials.listener.ended?.(run),
      },
      {
        logged: (run, batch) => lessons.listener.logged?.(run, batch),
        changed: (run) => lessons.listener.changed?.(run),
        observed: (run, observation) => lessons.listener.observed?.(run, observation),
        ended: (run) => lessons.listener.ended?.(run),
      },
      subscriptions,
      createActivity(systemDesktop()),
      { ended: (run) => closing.listener.ended?.(run) },
    ],
  })
  const lessons = createLessons({
    ...{ catalog, data, broadcast, askWhere: askWhereIn(window), spawn: threads.spawn },
    shipped: join(import.meta.dirname, '../../lessons'),
  })
  const closing = createClosing({
    catalog,
    settings,
    window: closingWindow(window, sendTo(window.webContents)),
    stopGroups: () => groups.stopAll(),
    quit: () => app.quit(),
  })
  const kept = createKeptRuns(data, {
    version: app.getVersion(),
    changed(change) {
      for (const runId of change.removed) void catalog.forget(runId)
      broadcast('kept:changed', change)
      lookAtTrained(catalog, change.changed)
    },
  })
  const weights = createWeightComparer({
    data,
    spawn: spawnComparison,
    compared: (soFar) => broadcast('kept:comparing', soFar),
  })
  const verifier = createVerifier({
    version: app.getVersion(),
    spawn: spawnVerify,
    progressed: (progress) => broadcast('verify:progress', progress),
    tested: (line) => broadcast('verify:tested', { line }),
  })
  readWith(readInThread)
  const openKept = keptRunOpener(catalog, data, { tell, recovered })
  const openGroups = createOpenGroups(data, tell)
  const trials = createCatalogTrials({ catalog, data, open: openKept })
  const groups = createGroupService({
    trainer: trials.trainer,
    // Besides those that train some wait in the queue, where they are seen.
    most: availableParallelism() + QUEUED_TRIALS,
    changed: (state) => broadcast('group:changed', state),
    keep: openGroups.keep,
  })
  const handOut = createHandOut({
    ...{ data, work: inExchangeThread, temporary: app.getPath('temp') },
    ...systemHandOut,
  })
  const handlers = createHandlers({
    ...{ catalog, subscriptions, settings, kept, weights, openKept, closing, groups, lessons },
    ownData: createOwnData(data),
    exchange: createExchange({
      ...{ data, version: app.getVersion(), askWhere: askWhereIn(window), work: inExchangeThread },
    }),
    handOut,
    verifier,
    presenting: createPresenting(window),
    info: appInfo(),
  })
  serveRequests(ipcMain, handlers, page.origin)

  page.serve(defaultSession, (file) => troubles.show({ kind: 'missing', detail: file }))
  onPageGone(window.webContents, (id) => {
    subscriptions.forget(id)
    kept.rest()
    weights.cancel()
    verifier.cancelAll()
  })
  troubles.load()
  openGroups.goOn(groups)
  const ofGroups = new Set(groups.list().flatMap(({ runIds }) => runIds))
  void goOnWithRuns(data, openKept, (runId) => ofGroups.has(runId))
  // What the page keeps of the form is written at leisure, but for this.
  window.on('close', () => defaultSession.flushStorageData())
  window.on('close', (event) => closing.holdsWindow() && event.preventDefault())
  app.on('before-quit', closing.announceQuit)
  app.on('second-instance', () => raise(window))
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', lock.announceQuit)
  endBeforeQuit(async () => {
    groups.rest()
    await lessons.dispose()
    await catalog.dispose()
    await threads.dispose()
    await kept.dispose()
    await handOut.dispose()
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
