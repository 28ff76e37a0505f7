import { BrowserWindow, powerSaveBlocker } from 'electron'
import type { RunSummary } from '../../core/contract/run'

const HIDDEN = -1

/** Keeps the machine awake while a run goes on, and shows its progress in the task bar. */
export function createDesktop(): (summary: RunSummary) => void {
  let blocker: number | null = null
  let shown = HIDDEN

  function stayAwake(isRunning: boolean): void {
    if (isRunning === (blocker !== null)) return
    if (blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    else {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }

  function showProgress(progress: number): void {
    if (progress === shown) return
    shown = progress
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(progress)
  }

  return ({ state, experiment }) => {
    const isGoing = state.status === 'running' || state.status === 'paused'
    stayAwake(state.status === 'running')
    // In hundredths, so that the task bar hears of a run a hundred times and not with every batch.
    showProgress(isGoing ? Math.floor((100 * state.update) / experiment.train.updates) / 100 : HIDDEN)
  }
}
