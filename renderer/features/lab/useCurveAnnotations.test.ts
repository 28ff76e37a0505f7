import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { computed } from 'vue'
import type { MemoryHost } from '../../client/memoryHost.testing'
import { useBranchStore } from '../../stores/branch'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { mountComposable } from '../../testing/mountComposable.testing'
import type { CurveAnnotations } from './useCurveAnnotations'
import { useCurveAnnotations } from './useCurveAnnotations'

describe('what stands in the curves beside their values', () => {
  let annotations: CurveAnnotations
  let host: MemoryHost
  let close: () => void
  beforeEach(async () => {
    const mounted = await mountComposable(() => {
      const runs = useRunsStore()
      return useCurveAnnotations(computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run)))
    })
    ;({ result: annotations, host, close } = mounted)
  })
  afterEach(() => close())

  const start = () => useRunsStore().start(useExperimentStore().experiment!)

  it('is the form’s clip threshold before a run, where anything is clipped', () => {
    expect(annotations.clip.value).toEqual({ threshold: 1, isNormLimit: true })
    useExperimentStore().setText('clip.mode', 'value')
    expect(annotations.clip.value).toEqual({ threshold: 1, isNormLimit: false })
    useExperimentStore().setText('clip.mode', 'none')
    expect(annotations.clip.value).toEqual({ threshold: null, isNormLimit: false })
    useExperimentStore().setText('model.hiddenSize', 'many')
    expect(annotations.clip.value).toEqual({ threshold: null, isNormLimit: false })
  })

  it('is the run’s clip threshold as it was tuned last, whatever the form says', async () => {
    await start()
    useExperimentStore().setText('clip.threshold', '9')
    expect(annotations.clip.value.threshold).toBe(1)
    await useRunsStore().tune({ clipThreshold: 0.5 })
    await useRunsStore().tune({ clipThreshold: 0.25 })
    expect(annotations.clip.value).toEqual({ threshold: 0.25, isNormLimit: true })
  })

  it('marks where a setting was tuned, and to what', async () => {
    expect(annotations.marks.value).toEqual([])
    await start()
    host.train([{ loss: 1, gradNorm: 1 }])
    await useRunsStore().tune({ lr: 0.002 })
    host.train([{ loss: 1, gradNorm: 1 }])
    await useRunsStore().tune({ clipThreshold: 0.5 })
    expect(annotations.marks.value).toEqual([
      { update: 1, label: 'lr 0.002' },
      { update: 2, label: 'clip 0.5' },
    ])
  })

  it('says where the run diverged', async () => {
    await start()
    expect(annotations.divergedAt.value).toBe(null)
    const divergence = { update: 4, tensor: 'loss', step: null, value: 'NaN' } as const
    host.changeState({ status: 'diverged', update: 4, divergence })
    expect(annotations.divergedAt.value).toBe(4)
  })

  it('says where the branch begins that is set up, but at the end of the curves', async () => {
    await start()
    host.train(Array.from({ length: 9 }, () => ({ loss: 1, gradNorm: 1 })))
    useBranchStore().open(4)
    expect(annotations.marks.value).toEqual([{ update: 4, label: 'branch' }])
    useBranchStore().setUpdate('9')
    expect(annotations.marks.value).toEqual([])
    useBranchStore().setUpdate('5')
    useBranchStore().close()
    expect(annotations.marks.value).toEqual([])
  })
})
