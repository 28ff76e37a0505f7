import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MemoryHost } from '../../client/memoryHost.testing'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { mountComposable } from '../../testing/mountComposable.testing'
import type { LiveTuning } from './useLiveTuning'
import { useLiveTuning } from './useLiveTuning'

describe('tuning a run that goes on', () => {
  let tuning: LiveTuning
  let host: MemoryHost
  let close: () => void
  beforeEach(async () => {
    ;({ result: tuning, host, close } = await mountComposable(useLiveTuning))
  })
  afterEach(() => close())

  const start = () => useRunsStore().start(useExperimentStore().experiment!)
  async function commit(path: string, text: string): Promise<unknown[]> {
    useExperimentStore().setText(path, text)
    await tuning.commit(path)
    return host.payloads('run:tune')
  }

  it('is open for the learning rate and the clip threshold, while there is such a run', async () => {
    expect(tuning.livePaths.value).toEqual([])
    expect(await commit('optimizer.lr', '0.002')).toEqual([])
    await start()
    expect(tuning.livePaths.value).toEqual(['optimizer.lr', 'clip.threshold'])
    await useRunsStore().stop()
    expect(tuning.livePaths.value).toEqual([])
    expect(await commit('optimizer.lr', '0.003')).toEqual([])
  })

  it('happens when a value is committed that is possible and new', async () => {
    await start()
    await commit('optimizer.lr', 'much')
    expect(await commit('optimizer.lr', '0.005')).toEqual([])
    expect(await commit('optimizer.lr', '0.002')).toEqual([{ runId: 'run-1', tuning: { lr: 0.002 } }])
    expect(await commit('optimizer.lr', '0.002')).toHaveLength(1)
    const tuned = await commit('optimizer.lr', '０．０１')
    expect(tuned.at(-1)).toEqual({ runId: 'run-1', tuning: { lr: 0.01 } })
    expect(await commit('optimizer.lr', '0.005')).toHaveLength(3)
  })

  it('knows the clip threshold from the learning rate', async () => {
    await start()
    expect(await commit('clip.threshold', '1')).toEqual([])
    expect(await commit('clip.threshold', '0.5')).toEqual([
      { runId: 'run-1', tuning: { clipThreshold: 0.5 } },
    ])
  })

  it('leaves every other field alone', async () => {
    await start()
    expect(await commit('model.hiddenSize', '8')).toEqual([])
  })
})
