import { computed } from 'vue'
import type { RunState, RunSummary } from '../../core/contract/run'
import { emptyColumns } from '../charts/data/series'
import type { RunRecords } from './runRecords'

/** What the window shows of a run. */
export type ShownRun = { readonly status: 'idle' } | (RunState & { readonly run: RunSummary })

/** Why no update can be taken back: there is no run, it trains or will, it has none of its own, ... */
export type StepBackRefusal = 'idle' | 'going' | 'noUpdates' | 'elsewhere' | 'notKept' | 'failed'

function whyNoStepBack(shown: ShownRun): StepBackRefusal | null {
  if (shown.status === 'idle') return 'idle'
  const { trainedBy, isKept, parent } = shown.run
  if (trainedBy) return 'elsewhere'
  if (['queued', 'building', 'running'].includes(shown.status)) return 'going'
  if (shown.status === 'failed') return 'failed'
  if (shown.update === (parent?.update ?? 0)) return 'noUpdates'
  return isKept ? null : 'notKept'
}

/** Why no run can branch off it. */
export type BranchRefusal = 'idle' | 'building' | 'notKept'

function whyNoBranch(shown: ShownRun): BranchRefusal | null {
  if (shown.status === 'idle' || shown.status === 'building') return shown.status
  return shown.run.isKept ? null : 'notKept'
}

const noColumns = emptyColumns()

/** What there is to say of the run that is shown. */
export function describeShownRun({ selected }: Pick<RunRecords, 'selected'>) {
  const shown = computed<ShownRun>(() => {
    const run = selected.value?.summary
    return run ? { ...run.state, run } : { status: 'idle' }
  })
  const columns = computed(() => selected.value?.columns ?? noColumns)
  const version = computed(() => selected.value?.version ?? 0)
  /** What is shown of the curves until they are here. */
  const overview = computed(() => selected.value?.overview ?? null)
  /** The other process that trains it, so that it can be watched, not commanded; null where none does. */
  const trainedBy = computed(() => (shown.value.status === 'idle' ? null : shown.value.run.trainedBy))
  const isElsewhere = computed(() => trainedBy.value !== null)
  const isGoing = computed(() => ['running', 'paused'].includes(shown.value.status) && !isElsewhere.value)
  /** Whether the form describes it and nothing else. */
  const ownsForm = computed(() => ['queued', 'building', 'running', 'paused'].includes(shown.value.status))
  /** The update that a run has ended with: the last, or the one in which it diverged. */
  const lastUpdate = computed(() => {
    const { status } = shown.value
    if (status === 'done' || status === 'stopped')
      return shown.value.update > 0 ? shown.value.update - 1 : null
    return shown.value.status === 'diverged' ? shown.value.divergence.update : null
  })
  const numUpdates = computed(() => {
    const received = version.value >= 0 ? columns.value.loss.length : 0
    if (shown.value.status === 'idle') return 0
    // Batches overtake the state while it trains; at its end the state knows which update was the last.
    return shown.value.status === 'running' ? Math.max(received, shown.value.update) : shown.value.update
  })
  /** The newest update that can be opened: the last that was made, or the one in which the run diverged. */
  const newestUpdate = computed(() =>
    (isGoing.value || isElsewhere.value) && numUpdates.value > 0 ? numUpdates.value - 1 : lastUpdate.value,
  )
  return {
    shown,
    columns,
    overview,
    version,
    sample: computed(() => selected.value?.sample ?? null),
    observation: computed(() => selected.value?.observation ?? null),
    isGoing,
    trainedBy,
    isElsewhere,
    ownsForm,
    lastUpdate,
    numUpdates,
    /** Its own updates begin with this one: those before it are of the run that it branches off. */
    firstUpdate: computed(() => (shown.value.status === 'idle' ? 0 : (shown.value.run.parent?.update ?? 0))),
    newestUpdate,
    /** Null where one can be. */
    stepBackRefusal: computed(() => whyNoStepBack(shown.value)),
    /** Null where one can. */
    branchRefusal: computed(() => whyNoBranch(shown.value)),
    canInspect: computed(() => newestUpdate.value !== null),
  }
}
