import { useI18n } from 'vue-i18n'
import type { KeptCheckpoint } from '../../../core/contract/kept'
import { useRunsStore } from '../../stores/runs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/** Where the weights of a branch come from. */
export interface BranchOrigin {
  /** After how many updates the checkpoint was taken; 0 of the initial weights. */
  readonly from: number
  /** How many updates are made again from there. */
  readonly again: number
}

/** Where the weights after some updates come from, of a run that keeps these checkpoints. */
export function branchOrigin(update: number, checkpoints: readonly KeptCheckpoint[]): BranchOrigin {
  const from = checkpoints.findLast((each) => each.update <= update)?.update ?? 0
  return { from, again: update - from }
}

/** An update that takes less is not worth a word, in seconds. */
const SOON = 1

/**
 * Says of a branch off the shown run, after so many updates, what has to be computed for it; nothing until its
 * checkpoints are known.
 */
export function useBranchOrigin(
  checkpoints: () => readonly KeptCheckpoint[] | null,
): (update: number) => string {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const runs = useRunsStore()
  return (update) => {
    const kept = checkpoints()
    if (kept === null) return ''
    const { from, again } = branchOrigin(update, kept)
    if (again === 0) return t(from === 0 ? 'branch.origin.initial' : 'branch.origin.kept')
    const source = t(`branch.origin.${from === 0 ? 'fromInitial' : 'fromKept'}`, { n: format.count(from) })
    const ms = runs.shown.status === 'idle' ? null : runs.shown.run.msPerUpdate
    const seconds = (again * (ms ?? 0)) / 1000
    return format.sentences([
      t('branch.origin.again', { n: format.count(again), source }, again),
      seconds < SOON ? '' : t('branch.origin.time', { time: format.duration(seconds) }),
    ])
  }
}
