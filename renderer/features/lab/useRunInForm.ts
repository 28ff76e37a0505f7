import { watch } from 'vue'
import { experimentInForce } from '../../../core/experiment/inForce'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'

/**
 * Sees to it that the form describes the run that goes on: while a network is being built the form can be
 * changed for the next start, and a window that is loaded meanwhile does not know the run's settings yet.
 */
export function useRunInForm(): void {
  const draft = useExperimentStore()
  const runs = useRunsStore()

  watch(
    () => (runs.ownsForm ? runs.selectedId : null),
    () => {
      if (!runs.ownsForm || runs.shown.status === 'idle') return
      const inForce = experimentInForce(runs.shown.run)
      // What is typed in fields without effect stays where the form means the same already.
      if (JSON.stringify(draft.experiment) !== JSON.stringify(inForce)) draft.show(inForce)
    },
  )
}
