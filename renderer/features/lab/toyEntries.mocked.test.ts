import { within } from '@testing-library/dom'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import type { Sample } from '../../../core/contract/run'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { LossName } from '../../../core/kinds/losses'
import type { TaskName } from '../../../core/tasks/registry'
import { createStepLink } from '../../charts/plot/stepLink'
import { useExperimentStore } from '../../stores/experiment'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import ExperimentForm from './form/ExperimentForm.vue'
import SamplePanel from './sample/SamplePanel.vue'
import type * as TaskRegistry from '../../../core/tasks/registry'
import type * as LossKinds from '../../../core/kinds/losses'
import type * as CellKinds from '../../../core/kinds/cells'
import type * as EntryWords from '../../locales/entries.en'

/*
 * A task and a cell that were never heard of, in the window: their lines in the registries and their words
 * are all that the form and the sample need.
 */

vi.mock('../../../core/tasks/registry', async (load) => {
  const registry = await load<typeof TaskRegistry>()
  const { toyTask } = await import('../../../core/train/toyEntries.testing')
  Object.assign(registry.tasks, { toy: toyTask })
  ;(registry.taskNames as string[]).push('toy')
  return registry
})
vi.mock('../../../core/kinds/losses', async (load) => {
  const registry = await load<typeof LossKinds>()
  const { toyLossKind } = await import('../../../core/train/toyKinds.testing')
  Object.assign(registry.lossKinds, { toy: toyLossKind })
  ;(registry.lossNames as string[]).push('toy')
  return registry
})
vi.mock('../../../core/kinds/cells', async (load) => {
  const registry = await load<typeof CellKinds>()
  const { toyCellKind } = await import('../../../core/train/toyKinds.testing')
  Object.assign(registry.cellKinds, { toy: toyCellKind })
  ;(registry.cellNames as string[]).push('toy')
  return registry
})
vi.mock('../../locales/entries.en', async (load) => {
  const { entriesEn } = await load<typeof EntryWords>()
  Object.assign(entriesEn.tasks, { toy: 'Toy task' })
  Object.assign(entriesEn.taskFacts, {
    toy: {
      input: 'Noise.',
      target: 'An old value.',
      memory: 'That value.',
      trivial: 'Zero.',
      teaches: 'A delay.',
    },
  })
  Object.assign(entriesEn.taskSettings, { back: { label: 'Steps back', help: 'How far back to look.' } })
  Object.assign(entriesEn.cells, { toy: 'Toy cell' })
  Object.assign(entriesEn.cellsInSentences, { toy: 'toy' })
  return { entriesEn }
})

const toyTaskName = 'toy' as TaskName

let panel: MountedPanel
afterEach(() => panel.close())

describe('the form', () => {
  const StoreForm = defineComponent(() => {
    const draft = useExperimentStore()
    return () =>
      h(ExperimentForm, {
        fields: draft.visibleFields,
        text: draft.text,
        problems: draft.problems,
        isLocked: false,
        livePaths: [],
        onChange: draft.setText,
      })
  })

  it('offers a new task and a new cell by their words, with the settings that apply, and says what is wrong', async () => {
    panel = await mountPanel(StoreForm, {})
    const draft = useExperimentStore()
    expect(panel.getByRole('option', { name: 'Toy task' })).toBeTruthy()
    expect(panel.getByRole('option', { name: 'Toy cell' })).toBeTruthy()
    draft.setText('task.name', 'toy')
    draft.setText('model.cell', 'toy')
    draft.setText('task.back', '8')
    await panel.set({})
    expect(panel.getByLabelText<HTMLInputElement>('Steps back').value).toBe('8')
    expect(panel.queryByLabelText('Forget bias')).toBeNull()
    expect(draft.problems.get('task.back')).toMatchObject({ code: 'shorterThan', value: '8' })
    draft.setText('task.back', '2')
    expect(draft.experiment?.task).toEqual({ name: 'toy', seqLen: 6, back: 2 })
    await panel.press('What is this task?')
    const help = within(document.body).getByRole('dialog', { name: 'What is this task?' })
    expect(within(help).getByRole('heading', { name: 'Toy task' })).toBeTruthy()
    for (const fact of ['Noise.', 'An old value.', 'That value.', 'Zero. Its loss: 0.667']) {
      expect(help.textContent).toContain(fact)
    }
    expect(within(help).getByRole('img').getAttribute('aria-label')).toContain(
      'To remember: the inputs at t = 4.',
    )
  })
})

describe('the sample', () => {
  const sample: Sample = {
    update: 0,
    seqLen: 2,
    inputSize: 1,
    outputSize: 1,
    loss: 'toy' as LossName,
    input: Float64Array.of(0.25, 0.5),
    target: Float64Array.of(NaN, 0.25),
    prediction: Float64Array.of(NaN, 0.75),
  }

  it('of a new task stands in the view that it asks for', async () => {
    panel = await mountPanel(SamplePanel, {
      sample,
      task: defaultExperiment(toyTaskName).task,
      steps: createStepLink(ref(null)),
    })
    const figure = panel.getByRole('figure', { name: 'Live sample' })
    expect(figure.textContent).toContain('Prediction off by 0.500 at 1 step.')
    expect(figure.querySelectorAll('.curve')).toHaveLength(3)
  })
})
