import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MemoryHost } from '../../client/memoryHost.testing'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { mountComposable } from '../../testing/mountComposable.testing'
import { useLabReadouts } from './useLabReadouts'

describe('the figures beside the controls', () => {
  let readouts: ReturnType<typeof useLabReadouts>
  let host: MemoryHost
  let close: () => void
  beforeEach(async () => {
    ;({ result: readouts, host, close } = await mountComposable(useLabReadouts))
  })
  afterEach(() => close())

  const value = (id: string) => readouts.value.find((readout) => readout.id === id)!.value

  it('show what is planned before a run', () => {
    expect(readouts.value.map(({ value: text }) => text)).toEqual(['0 / 2,000', '–', '–', '–', '–', '–'])
    useExperimentStore().setText('train.updates', 'many')
    expect(value('update')).toBe('0 / –')
  })

  it('say that nothing is clipped where clipping is off, and no share', async () => {
    useExperimentStore().setText('clip.mode', 'none')
    expect(value('clipped')).toBe('off')
    await useRunsStore().start(useExperimentStore().experiment!)
    host.train([{ loss: 1, gradNorm: 2 }], { msPerUpdate: 0.5, clippedShare: 0 })
    await expect.poll(() => value('update')).toBe('1 / 2,000')
    expect(value('clipped')).toBe('off')
  })

  it('say with which learning rate the newest update was made', async () => {
    await useRunsStore().start(useExperimentStore().experiment!)
    host.train([
      { loss: 1, gradNorm: 2, lr: 0.004 },
      { loss: 1, gradNorm: 2, lr: 0.00123456 },
    ])
    await expect.poll(() => value('lr')).toBe('0.00123')
    // The end of a run may come before its last updates.
    host.changeState({ status: 'done', update: 3, reason: 'updates' })
    await expect.poll(() => value('update')).toBe('3 / 2,000')
    expect(value('lr')).toBe('0.00123')
  })

  it('follow a run', async () => {
    await useRunsStore().start(useExperimentStore().experiment!)
    const updates = Array.from({ length: 300 }, () => ({ loss: 1, gradNorm: 2 }))
    host.train(updates, { msPerUpdate: 0.5, clippedShare: 1 })
    await expect.poll(() => value('update')).toBe('300 / 2,000')
    expect([value('ms'), value('threads'), value('clipped')]).toEqual(['0.500 ms', '1', '100%'])
  })

  it('show none of an update that was taken back as the last one', async () => {
    await useRunsStore().start(useExperimentStore().experiment!)
    host.train([{ loss: 1, gradNorm: 2 }], { msPerUpdate: 0.5, clippedShare: 1 })
    await useRunsStore().pause()
    await expect.poll(() => value('ms')).toBe('0.500 ms')
    await useRunsStore().stepBack()
    await expect.poll(() => value('update')).toBe('0 / 2,000')
    expect([value('ms'), value('clipped')]).toEqual(['–', '–'])
  })
})
