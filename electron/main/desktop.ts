import { BrowserWindow, powerSaveBlocker } from 'electron'
import type { Desktop } from './activity'

/** Hides the progress in the task bar. */
const HIDDEN = -1

export function systemDesktop(): Desktop {
  let blocker: number | null = null
  return {
    stayAwake(isBusy) {
      if (isBusy) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
      else if (blocker !== null) {
        powerSaveBlocker.stop(blocker)
        blocker = null
      }
    },
    showProgress(progress) {
      for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(progress ?? HIDDEN)
    },
  }
}
