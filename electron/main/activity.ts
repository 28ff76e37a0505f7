import type { Run, RunListener } from '../runs/run'

/** What the desktop shows of training. */
export interface Desktop {
  /** Whether the machine must not fall asleep. */
  stayAwake(isBusy: boolean): void
  /** From 0 to 1, for the task bar; null shows none. */
  showProgress(progress: number | null): void
}

/**
 * Keeps the machine awake while any run trains here, and shows in the task bar how far those have come that go on
 * and are not set aside.
 */
export function createActivity({ stayAwake, showProgress }: Desktop): RunListener {
  /** Those that have not ended, also the paused ones unless they are set aside. */
  const going = new Set<Run>()
  let wasBusy = false
  let shown: number | null = null

  function update(run: Run): void {
    const { status } = run.state
    const isGoing = status === 'running' || (status === 'paused' && run.shelfPlace === null)
    if (isGoing && run.trainedBy === null) going.add(run)
    else going.delete(run)
    show()
  }

  function show(): void {
    const runs = [...going]
    const isBusy = runs.some(({ state }) => state.status === 'running')
    if (isBusy !== wasBusy) stayAwake(isBusy)
    wasBusy = isBusy
    const made = runs.reduce((sum, { state }) => sum + state.update, 0)
    const total = runs.reduce((sum, { experiment }) => sum + experiment.train.updates, 0)
    // In hundredths, so that the task bar is updated a hundred times and not with every batch.
    const progress = runs.length === 0 ? null : Math.floor((100 * made) / total) / 100
    if (progress !== shown) showProgress(progress)
    shown = progress
  }

  return {
    logged: update,
    changed: update,
    removed(run) {
      going.delete(run)
      show()
    },
  }
}
