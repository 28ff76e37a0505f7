import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PlotLink } from '../../charts/plot/plotLink'
import { useBranchStore } from '../../stores/branch'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

export interface RunCommands {
  /** Why no run can start: the fields that are not in order. */
  readonly blockedReason: ComputedRef<string>
  /**
   * Starts a run, also in place of one whose network is being built; pauses the one that is running or
   * resumes the one that is paused.
   */
  main(): Promise<void>
  /** Makes one update, in a new run if there is none. */
  step(): Promise<void>
  /** Takes the newest update back, where that can be done. */
  stepBack(): Promise<void>
  /** Starts the branch that is set up, whatever becomes of the shown run. */
  startBranch(): Promise<void>
  /** Starts a run with the weights that the shown one began with, and stays before its first update. */
  rewind(): Promise<void>
  stop(): Promise<void>
  reset(): Promise<void>
}

/**
 * What the Lab's buttons and their keys do. While one request is on its way, the next is ignored, but for
 * *Stop*.
 */
export function useRunCommands(link: PlotLink): RunCommands {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const draft = useExperimentStore()
  const branch = useBranchStore()
  const runs = useRunsStore()

  /** What the form describes: the branch that is set up, or another run. */
  async function start(paused: boolean): Promise<void> {
    link.show(null)
    link.look(null)
    if (branch.isOpen) await branch.start(paused)
    else if (draft.experiment) await runs.start(draft.experiment, paused)
  }

  return {
    blockedReason: computed(() => {
      const { problems } = branch.isOpen ? branch : draft
      const fields = [...problems.keys()].map((path) => t(`fields.${path}.label`))
      return t('controls.invalidHint', { fields: format.list(fields) })
    }),

    async main() {
      if (runs.isBuilding) return start(false)
      if (runs.isBusy || runs.isElsewhere || runs.shown.status === 'queued') return
      if (runs.shown.status === 'running') await runs.pause()
      else if (runs.shown.status === 'paused') await runs.resume()
      else await start(false)
    },

    async step() {
      if (runs.isBusy || runs.isBuilding) return
      if (runs.shown.status === 'idle') await start(true)
      if (runs.isGoing) await runs.step()
    },

    async stepBack() {
      if (!runs.isBusy && !runs.isBuilding && runs.stepBackRefusal === null) await runs.stepBack()
    },

    async startBranch() {
      if (!runs.isBusy && !runs.isBuilding) await start(false)
    },

    async rewind() {
      if (runs.isBusy || runs.isBuilding) return
      link.show(null)
      link.look(null)
      await branch.rewind()
    },

    stop: async () => {
      if (!runs.isElsewhere) await runs.stop()
    },

    async reset() {
      if (runs.isBusy || runs.isBuilding || runs.shown.status === 'idle') return
      link.show(null)
      // What waits or is trained elsewhere is left as it is.
      if (runs.isElsewhere || runs.shown.status === 'queued') await runs.deselect()
      else await runs.shelve()
    },
  }
}
