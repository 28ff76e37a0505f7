import { experimentInForce } from '../../core/experiment/inForce'
import { useExperimentStore } from './experiment'
import { useRunsStore } from './runs'

/** Opens a run: shows it, and its settings in the form. Resolves with whether that was done. */
export function useOpenRun(): (runId: string) => Promise<boolean> {
  const runs = useRunsStore()
  const draft = useExperimentStore()
  return async (runId) => {
    const run = await runs.open(runId)
    if (run) draft.show(experimentInForce(run))
    return run !== null
  }
}
