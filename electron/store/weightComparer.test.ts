import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Result } from '../../core/contract/result'
import type { WeightComparison } from '../../core/contract/weights'
import { weightComparisonSchema } from '../../core/contract/weights'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import type { CompareReport, RunInStep } from '../worker/compareWeights'
import { compareWeights } from '../worker/compareWeights'
import { keepRun, smallExperiment, withFolder } from './keptRun.testing'
import type { CompareThread } from './weightComparer'
import { createWeightComparer } from './weightComparer'
import { writeFile } from 'node:fs/promises'
import { openRunFolder } from './runFolder'
import { logBatch, logHeader } from './arrowLog'

/** The thread's work, done at the next turn of this one; `isStuck`: never. */
function localThread(runs: readonly [RunInStep, RunInStep], isStuck = false): CompareThread {
  let isOver = isStuck
  return {
    terminate: () => Promise.resolve((isOver = true)).then(Number),
    on(event: string, listener: (told: never) => void) {
      if (event !== 'message') return
      setImmediate(() => {
        if (!isOver) compareWeights(runs, listener as (report: CompareReport) => void, () => 0)
      })
    },
  }
}

const comparerIn = (data: string, isStuck = false) =>
  createWeightComparer({
    data,
    spawn: (runs) => localThread(runs, isStuck),
    compared: (soFar) => void weightComparisonSchema.parse(soFar),
  })

const train = async (data: string, id: string, experiment = smallExperiment({ updates: 30 })) =>
  (await keepRun(join(data, 'runs', id), experiment)).over()

const withLr = (lr: number, more: ExperimentInput['train'] = {}) => {
  const experiment = smallExperiment({ updates: 30, ...more })
  return experimentSchema.parse({ ...experiment, optimizer: { ...experiment.optimizer, lr } })
}

function valueOf(result: Result<WeightComparison>): WeightComparison {
  if (!result.ok) throw new Error(result.error.message)
  return weightComparisonSchema.parse(result.value)
}

it('runs with the same experiment are the same to the last bit after every update', () =>
  withFolder(async (data) => {
    await train(data, 'a')
    await train(data, 'b')
    const { made, planned, differAfter, apartAfter, distance, updates } = valueOf(
      await comparerIn(data).compare(['a', 'b']),
    )
    expect([made, planned, differAfter, apartAfter]).toEqual([30, 30, null, null])
    expect([...updates]).toEqual(Array.from({ length: 31 }, (_, i) => i))
    expect(distance.every((value) => value === 0)).toBe(true)
  }))

it('twins with another learning rate begin alike and are apart after the first update, on every seed', () =>
  withFolder(async (data) => {
    for (const seed of [0, 1, 2, 3, 4]) {
      await train(data, `a${seed}`, withLr(0.02, { seed }))
      await train(data, `b${seed}`, withLr(0.01, { seed }))
      const found = valueOf(await comparerIn(data).compare([`a${seed}`, `b${seed}`]))
      expect([found.differAfter, found.apartAfter, found.others]).toEqual([1, 1, []])
      expect(found.distance[0]).toBe(0)
      expect(found.distance[1]).toBeGreaterThan(0)
    }
  }))

it('as many updates are compared as both have, and the parameters that have one shape in both', () =>
  withFolder(async (data) => {
    await train(data, 'a')
    const { model, ...others } = smallExperiment({ updates: 12 })
    await train(data, 'b', experimentSchema.parse({ ...others, model: { ...model, cell: 'lstm' } }))
    const { made, compared, others: left } = valueOf(await comparerIn(data).compare(['a', 'b']))
    expect([made, compared]).toEqual([12, ['head.weight', 'head.bias']])
    expect(left).toContain('rnn.weight_hh_l0')
  }))

it('a log that its run does not come to is told of with the update, and nothing is claimed', () =>
  withFolder(async (data) => {
    await train(data, 'a')
    await train(data, 'b')
    const { columns } = (await openRunFolder(join(data, 'runs', 'b'))).log
    columns.loss[7]! += 1
    await writeFile(join(data, 'runs', 'b', 'log.arrows'), Buffer.concat([logHeader(), logBatch(0, columns)]))
    const result = await comparerIn(data).compare(['a', 'b'])
    expect(result.ok ? '' : result.error.message).toMatch(/update 8 .* loss is 0\..*, expected 1\./)
  }))

it('a comparison can be given up, and gives way to a newer one', () =>
  withFolder(async (data) => {
    await train(data, 'a')
    const comparer = comparerIn(data, true)
    const first = comparer.compare(['a', 'a'])
    const second = comparer.compare(['a', 'a'])
    expect(await first).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    comparer.cancel()
    expect(await second).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await comparer.compare(['a', 'none'])).toMatchObject({ ok: false, error: { code: 'noSuchRun' } })
  }))
