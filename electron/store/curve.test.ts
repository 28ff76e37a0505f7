import { appendFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { logBatch, logHeader, mapColumns } from './arrowLog'
import { readCurve, readCurveOverview } from './curve'
import { smallExperiment, withFolder } from './keptRun.testing'
import { createRunFolder } from './runFolder'

const batch = (first: number, length: number, scale = 1) =>
  logBatch(
    first,
    mapColumns(() => Float64Array.from({ length }, (_, i) => (scale * (first + i + 1)) / 8)),
  )

it('the curves of a run are read whole, and on from where they ended', () =>
  withFolder(async (parent) => {
    const folder = join(parent, 'run')
    await (
      await createRunFolder(folder, { id: 'run', experiment: smallExperiment(), version: '1' })
    ).release()
    const log = join(folder, 'log.arrows')
    expect(await readCurve(folder, null)).toMatchObject({ isWhole: true, first: 0, end: { updates: 0 } })
    await appendFile(log, batch(0, 3))
    const whole = await readCurve(folder, null)
    expect([...whole.loss]).toEqual([1 / 8, 2 / 8, 3 / 8])
    expect(await readCurve(folder, whole.end)).toMatchObject({ isWhole: false, loss: new Float64Array(0) })

    await appendFile(log, batch(3, 2))
    const rest = await readCurve(folder, whole.end)
    expect(rest).toMatchObject({ isWhole: false, first: 3, end: { updates: 5 } })
    expect([...rest.gradNorm]).toEqual([4 / 8, 5 / 8])

    // Of a log that was cut, or is another one, all is read anew.
    await truncate(log, logHeader().length)
    expect(await readCurve(folder, rest.end)).toMatchObject({ isWhole: true, end: { updates: 0 } })
    await appendFile(log, batch(0, 2000, 2))
    const again = await readCurve(folder, rest.end)
    expect([again.isWhole, again.loss.length, again.loss[0]]).toEqual([true, 2000, 2 / 8])
    await expect(readCurve(join(parent, 'none'), null)).rejects.toThrow('there is no such file')
  }))

it('an overview of them has their spikes, and what they are smoothed over all updates', () =>
  withFolder(async (parent) => {
    const folder = join(parent, 'run')
    await (
      await createRunFolder(folder, { id: 'run', experiment: smallExperiment(), version: '1' })
    ).release()
    for (let first = 0; first < 20_000; first += 1000) {
      const column = Float64Array.from({ length: 1000 }, (_, i) => (first + i === 12_345 ? 9 : 1))
      await appendFile(
        join(folder, 'log.arrows'),
        logBatch(
          first,
          mapColumns(() => column),
        ),
      )
    }
    const look = { smoothing: 0.5, stretches: 2000 }
    const { length, updates, loss, smoothLoss } = await readCurveOverview(folder, look)
    expect([length, updates[0], updates.at(-1)]).toEqual([20_000, 0, 19_999])
    expect(updates.length).toBeLessThan(10_000)
    const spike = updates.indexOf(12_345)
    expect([loss[spike], smoothLoss[spike], smoothLoss.at(-1)]).toEqual([9, 5, 1])
  }))
