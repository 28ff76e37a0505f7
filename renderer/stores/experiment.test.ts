import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import { taskNames } from '../../core/tasks/registry'
import { useExperimentStore } from './experiment'

describe('the experiment store', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('starts with the default experiment', () => {
    expect(useExperimentStore().experiment).toEqual(defaultExperiment())
  })

  it.each(taskNames)('shows an experiment on %s and reads the same back', (task) => {
    const draft = useExperimentStore()
    const shown = defaultExperiment(task, 'lstm')
    draft.show({ ...shown, train: { ...shown.train, seed: 7, tbptt: 2 } })
    expect(draft.experiment).toEqual({ ...shown, train: { ...shown.train, seed: 7, tbptt: 2 } })
  })

  it('keeps a wrong text and names the problem', () => {
    const draft = useExperimentStore()
    draft.setText('model.hiddenSize', ' 3x ')
    expect(draft.text('model.hiddenSize')).toBe(' 3x ')
    expect(draft.experiment).toBeNull()
    expect(draft.problems.get('model.hiddenSize')).toMatchObject({ code: 'integer', value: '" 3x "' })
  })

  it('does not mistake an empty field for zero', () => {
    const draft = useExperimentStore()
    draft.setText('train.seed', '  ')
    expect(draft.problems.has('train.seed')).toBe(true)
    draft.setText('train.seed', '0')
    draft.setText('optimizer.weightDecay', '')
    expect(draft.experiment?.optimizer.weightDecay).toBeNull()
  })

  it('reads full-width digits, as a Chinese keyboard types them', () => {
    const draft = useExperimentStore()
    draft.setText('train.seed', '１２')
    expect(draft.experiment?.train.seed).toBe(12)
  })

  it('keeps each task’s settings for when it is chosen again', () => {
    const draft = useExperimentStore()
    draft.setText('task.seqLen', '77')
    draft.setText('task.name', 'parity')
    expect(draft.text('task.seqLen')).toBe('8')
    draft.setText('task.name', 'adding')
    expect(draft.text('task.seqLen')).toBe('77')
  })

  it('is not held up by a wrong text in a field without effect', () => {
    const draft = useExperimentStore()
    draft.setText('clip.threshold', 'oops')
    expect(draft.experiment).toBeNull()
    draft.setText('clip.mode', 'none')
    expect(draft.experiment?.clip).toEqual({ mode: 'none', threshold: 1 })
  })

  it('reports what does not fit together', () => {
    const draft = useExperimentStore()
    draft.setText('task.name', 'echo')
    draft.setText('task.delay', '30')
    expect(draft.problems.get('task.delay')).toMatchObject({ code: 'shorterThan', params: { limit: 20 } })
  })
})
