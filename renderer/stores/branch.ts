import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { branchProblems, canChangeInBranch } from '../../core/experiment/branch'
import type { Experiment } from '../../core/experiment/experiment'
import type { FieldSpec } from '../../core/experiment/form'
import { describeFields } from '../../core/experiment/form'
import { experimentInForce } from '../../core/experiment/inForce'
import { setAt, valueAt } from '../../core/fields/path'
import type { Problem } from '../../core/fields/problem'
import { showValue } from '../../core/text/foreign'
import { useClient } from '../client/client'
import { typedNumber } from '../ui/format/typed'
import { textOf } from './draft'
import { createExperimentForm } from './experimentForm'
import { useRunsStore } from './runs'

/** What a branch is offered with depends on where it begins; what was typed by then stays. */
const GIVEN = ['optimizer.lr', 'clip.threshold', 'train.updates']

/** The field in which it is said where a branch begins. */
export type UpdateField = FieldSpec & { readonly min: number; readonly max: number }

/** Updates of its parent that are made again before a branch begins. */
export interface Preparing {
  readonly made: number
  readonly planned: number
}

/** The branch off the shown run that is being set up: where it begins, and how it goes on from there. */
export const useBranchStore = defineStore('branch', () => {
  const client = useClient()
  const runs = useRunsStore()
  const form = createExperimentForm()
  const parentId = ref<string | null>(null)
  /** The run off which a branch is asked for and not there yet. */
  const askedOf = ref<string | null>(null)
  /** How far that is; null where nothing is made again. */
  const preparing = shallowRef<Preparing | null>(null)
  const updateText = ref('')
  /** The update that the settings were offered for. */
  let givenFor = 0

  const parent = computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run))
  const isOpen = computed(() => parentId.value !== null && parentId.value === parent.value?.runId)
  /** How many updates of the run come before the branch. */
  const updateField = computed<UpdateField>(() => ({
    ...{ path: 'branch.update', kind: 'integer', unit: 'updates' },
    ...{ min: runs.firstUpdate, max: runs.numUpdates, default: runs.numUpdates },
  }))
  const typedUpdate = computed(() => typedNumber(updateText.value, updateField.value))
  const update = computed<number | null>(() => {
    const { min, max } = updateField.value
    const typed = typedUpdate.value
    return Number.isInteger(typed) && typed >= min && typed <= max ? typed : null
  })

  const freePaths = computed(() => form.visibleFields.value.map(({ path }) => path).filter(canChangeInBranch))
  /** As the run was set up at that update; what cannot be changed is what it was, also where it is not seen. */
  const experiment = computed<Experiment | null>(() => {
    const written = form.experiment.value
    if (!written || !parent.value) return null
    const branch = structuredClone(experimentInForce(parent.value))
    for (const path of freePaths.value) setAt(branch as never, path, valueAt(written, path))
    return branch
  })
  const problems = computed<ReadonlyMap<string, Problem>>(() => {
    const found = new Map(form.problems.value)
    if (update.value === null) found.set(updateField.value.path, updateProblem())
    else if (experiment.value && parent.value) {
      const known = experimentInForce(parent.value)
      for (const each of branchProblems(known, experiment.value, update.value)) found.set(each.path, each)
    }
    return found
  })
  const canStart = computed(() => experiment.value !== null && problems.value.size === 0)

  function updateProblem(): Problem {
    const { path, min, max } = updateField.value
    const value = showValue(Number.isNaN(typedUpdate.value) ? updateText.value : typedUpdate.value)
    return { path, value, code: 'integer', params: { min, max } }
  }

  /** What a branch at an update is offered with: another one as long, where the run is over by then. */
  function givenAt(after: number): Experiment | null {
    if (!parent.value) return null
    const given = experimentInForce(parent.value, after)
    const { train } = given
    const most = describeFields(given.task.name).find(({ path }) => path === 'train.updates')?.max ?? Infinity
    const updates = train.updates > after ? train.updates : Math.min(most, after + train.updates)
    return { ...given, train: { ...train, updates } }
  }

  /** Begins to set up a branch off the shown run. @default after its newest update */
  function open(after = runs.numUpdates): void {
    const given = givenAt(after)
    if (!given || runs.branchRefusal !== null) return
    parentId.value = parent.value!.runId
    updateText.value = String(after)
    givenFor = after
    form.show(given)
  }

  client.on['run:branching'](({ runId, made, planned }) => {
    if (runId === askedOf.value) preparing.value = { made, planned }
  })

  /** Gives up a branch that is not there yet. */
  function giveUp(): void {
    if (askedOf.value !== null) void client.request['run:cancelBranch']({ runId: askedOf.value })
  }

  function close(): void {
    giveUp()
    parentId.value = null
  }

  /** Gives up what is being computed for the branch, so that it can be set up otherwise; or else the branch. */
  function cancel(): void {
    if (preparing.value) giveUp()
    else close()
  }

  async function ask(after: number, experiment: Experiment, paused: boolean): Promise<boolean> {
    const id = parent.value!.runId
    askedOf.value = id
    try {
      return await runs.branch({ id, update: after }, experiment, paused)
    } finally {
      askedOf.value = null
      preparing.value = null
    }
  }

  function setUpdate(text: string): void {
    updateText.value = text
    if (update.value === null) return
    const [was, is] = [givenAt(givenFor), givenAt(update.value)]
    givenFor = update.value
    for (const path of GIVEN) {
      if (form.text(path) === textOf(valueAt(was, path))) form.setText(path, textOf(valueAt(is, path)))
    }
  }

  async function start(paused: boolean): Promise<void> {
    if (!canStart.value || parentId.value === null) return
    if (await ask(update.value!, experiment.value!, paused)) close()
  }

  /** A run with the weights that the shown one began with, and its settings, paused before its first update. */
  async function rewind(): Promise<void> {
    if (!parent.value || runs.branchRefusal !== null) return
    const { min: first } = updateField.value
    await ask(first, experimentInForce(parent.value, first), true)
  }

  // Whoever looks at another run does not branch off this one any more.
  watch(() => runs.selectedId, close)

  return {
    ...{ isOpen, parent, update, updateField, updateText, freePaths, experiment, problems, canStart },
    preparing,
    ...{ visibleFields: form.visibleFields, memory: form.memory, text: form.text, setText: form.setText },
    ...{ open, close, cancel, setUpdate, start, rewind },
  }
})
