import { within } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { useI18n } from 'vue-i18n'
import { defaultExperiment } from '../../../../core/experiment/defaults'
import { bindTask } from '../../../../core/tasks/bind'
import { taskNames } from '../../../../core/tasks/registry'
import { en } from '../../../locales/en'
import type { Locale } from '../../../locales/i18n'
import { useExperimentStore } from '../../../stores/experiment'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../../testing/mountPanel.testing'
import { openTermKey } from '../../../ui/glossary/openTerm'
import ExperimentForm from './ExperimentForm.vue'

const FIELDS = [
  'Task',
  'Cell',
  'Sequence length',
  'Hidden size',
  'Layers',
  'Optimizer',
  'Learning rate',
  'Clipping',
  'Clip threshold',
  'Batch size',
  'Updates',
  'Seed',
]

/** The form over the store of the experiment that is being written. */
const StoreForm = defineComponent({
  props: { isLocked: Boolean, locale: { type: String, default: 'en' } },
  emits: ['commit'],
  setup(props, { emit }) {
    const draft = useExperimentStore()
    const { locale } = useI18n()
    return () => {
      locale.value = props.locale as Locale
      return h(ExperimentForm, {
        fields: draft.visibleFields,
        text: draft.text,
        problems: draft.problems,
        memory: draft.memory,
        isLocked: props.isLocked,
        livePaths: ['optimizer.lr', 'clip.threshold'],
        onChange: draft.setText,
        onCommit: (path: string) => emit('commit', path),
      })
    }
  },
})

describe('the form of an experiment', () => {
  let form: MountedPanel
  const commits: string[] = []
  const terms: string[] = []
  beforeEach(async () => {
    terms.length = 0
    form = await mountPanel(
      StoreForm,
      { onCommit: (path: string) => commits.push(path) },
      { prepare: (app) => void app.provide(openTermKey, (id) => terms.push(id)) },
    )
  })
  afterEach(() => {
    form.close()
    commits.length = 0
  })

  const field = (label: string) => form.getByLabelText<HTMLInputElement>(label)
  const description = (label: string) =>
    field(label)
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => form.root.querySelector(`[id="${id}"]`)!.textContent)
      .join(' ')

  it('has the fields that an experiment needs, by their names', () => {
    for (const label of FIELDS) expect(field(label).disabled).toBe(false)
  })

  it('opens the glossary at a field, or at the choice that stands in it, by F1 and by its name', async () => {
    const cell = form.getByLabelText('Cell')
    cell.focus()
    await form.type('Cell', 'lstm')
    await form.key('F1', cell)
    await form.type('Cell', 'gru')
    await form.key('F1', cell)
    expect(terms).toEqual(['lstm', 'gru'])
    form.getByLabelText('Seed').focus()
    await settle()
    await form.press('Seed')
    expect(terms).toEqual(['lstm', 'gru', 'seed'])
    form.getByLabelText('Task').focus()
    await form.key('F1', form.getByLabelText('Task'))
    expect(terms).toHaveLength(3)
  })

  it('shows a field only where it matters', async () => {
    expect(form.queryByLabelText('Forget bias')).toBe(null)
    await form.type('Cell', 'lstm')
    expect(field('Forget bias').value).toBe('1')
    await form.type('Clipping', 'none')
    expect(form.queryByLabelText('Clip threshold')).toBe(null)
  })

  it('says beside the field what is wrong with it, and keeps the text', async () => {
    await form.type('Hidden size', '-3')
    expect(field('Hidden size').getAttribute('aria-invalid')).toBe('true')
    expect(description('Hidden size')).toContain('-3 is not valid: expected a whole number from 1 to 1,024')
    expect(field('Hidden size').value).toBe('-3')
    await form.type('Hidden size', '16')
    expect(field('Hidden size').getAttribute('aria-invalid')).toBe('false')
  })

  it('says the same in Chinese', async () => {
    await form.type('Hidden size', 'many')
    await form.set({ locale: 'zh-CN' })
    expect(description('隐藏单元数')).toContain('“many” 无效：应为 1 到 1,024 的整数')
  })

  it('locks all fields of a run but those that can be tuned', async () => {
    await form.set({ isLocked: true })
    expect(FIELDS.filter((label) => !field(label).disabled)).toEqual(['Learning rate', 'Clip threshold'])
    await form.set({ isLocked: false })
    expect(FIELDS.every((label) => !field(label).disabled)).toBe(true)
  })

  it('commits a field by Enter and by leaving it, and tells assistive technology the number', async () => {
    await form.type('Learning rate', '０．０１')
    expect(commits).toEqual([])
    await form.key('Enter', field('Learning rate'))
    field('Learning rate').dispatchEvent(new FocusEvent('blur'))
    expect(commits).toEqual(['optimizer.lr', 'optimizer.lr'])
    expect(field('Learning rate').getAttribute('aria-valuenow')).toBe('0.01')
  })

  it('says how much memory a run takes, and on request of what, also where that is too much', async () => {
    const note = () => form.root.querySelector('details')!
    const parts = () => [...note().querySelectorAll('dt')].map((part) => part.textContent)
    const largest = () => note().querySelector('dt.largest')!.textContent
    expect(note().querySelector('summary')!.textContent).toMatch(/^Memory: about \d\d0 MB$/)
    expect(note().open).toBe(false)
    expect(parts()).toEqual([
      'weights, gradients, optimizer',
      'checkpoints, weight copies',
      'states of all steps',
      'network that is evaluated',
      'diagnostics',
      'training thread and helpers',
    ])
    await form.type('Hidden size', '1024')
    await form.type('Layers', '8')
    await form.type('Batch size', '512')
    expect(note().querySelector('summary')!.textContent).toMatch(/^Memory: about \d+ GB$/)
    expect(largest()).toBe('states of all steps')
    expect(description('Hidden size')).toMatch(
      /at most 4 GB are possible\. The largest part: states of all steps, [\d.]+ GB\. Reduce Batch size or Hidden size\.$/,
    )
    await form.set({ locale: 'zh-CN' })
    expect(note().querySelector('summary')!.textContent).toMatch(/^内存：约 \d+ GB$/)
    await form.type('隐藏单元数', '')
    expect(form.root.querySelector('details')).toBeNull()
  })

  it.each(taskNames)(
    'explains %s where it is chosen: a picture with words of its own, and a sentence for each thing',
    async (task) => {
      await form.type('Task', task)
      await form.press('What is this task?')
      const help = within(document.body).getByRole('dialog', { name: 'What is this task?' })
      expect(within(help).getByRole('heading', { name: en.options.task.name[task] })).toBeTruthy()
      const facts = [...help.querySelectorAll('dd')].map((fact) => fact.textContent.trim())
      const { input, target, memory, trivial, teaches } = en.tasks[task]
      expect(facts.slice(0, 3)).toEqual([input, target, memory])
      const { baseline } = bindTask(defaultExperiment(task).task)
      expect(facts[3]).toContain(`${trivial} Its loss: ${baseline.toPrecision(3)} (`)
      expect(facts[4]).toBe(teaches)
      expect(within(help).getByRole('img').getAttribute('aria-label')).toMatch(/^Input: \S/)
    },
  )

  it('marks in a task’s picture the steps that must be remembered', async () => {
    await form.type('Task', 'copy')
    await form.press('What is this task?')
    const picture = within(document.body).getByRole('img')
    expect(picture.getAttribute('aria-label')).toMatch(
      /^Input: (\w \w \w) · · · · ▸ · · ·\. Target: (· ){8}\1\. To remember: the inputs at t = 1, 2, and 3\.$/,
    )
    expect(picture.querySelectorAll('.remembered')).toHaveLength(3)
  })
})
