import { readFile, rename, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { expect, it } from 'vitest'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { keepRun, smallExperiment, withFolder, type Kept } from './keptRun.testing'
import { openRunFolder } from './runFolder'

/** Resolves when the recorder has told so many things. */
async function told({ told }: Kept, count: number): Promise<void> {
  while (told.length < count) await new Promise((resolve) => setImmediate(resolve))
}

it('logs what the trainer makes, to the same bits, with the learning rate in force', () =>
  withFolder(async (folder) => {
    const experiment = smallExperiment({ updates: 60 })
    await (await keepRun(join(folder, 'run'), experiment)).over()
    const records = [...train(createTrainer(experiment))]
    const { columns } = (await openRunFolder(join(folder, 'run'))).log
    for (const name of ['loss', 'gradNorm', 'gradNormClipped', 'lr'] as const) {
      expect([...columns[name]]).toEqual(records.map((record) => record[name]))
    }
    expect(Math.min(...columns.ms)).toBeGreaterThan(0)
  }))

it('writes while the run goes on what other programs can read by then', () =>
  withFolder(async (folder) => {
    const kept = await keepRun(join(folder, 'run'), smallExperiment({ updates: 300_000 }))
    const table = async () => tableFromIPC(await readFile(join(folder, 'run', 'log.arrows')))
    while ((await table()).numRows < 3) await new Promise((resolve) => setImmediate(resolve))
    expect([...(await table()).getChild('update')!].slice(0, 3)).toEqual([0, 1, 2])
    await kept.run.host.stop()
    await kept.over()
  }))

it('makes the run wait while its folder cannot be written, and loses nothing', () =>
  withFolder(async (folder) => {
    const [here, away] = [join(folder, 'run'), join(folder, 'away')]
    const kept = await keepRun(here, smallExperiment({ updates: 300_000 }))
    await rename(here, away)
    await told(kept, 1)
    expect(kept.told).toEqual([
      `cannot write into ${here}: there is no such file; the run waits until that is possible again`,
    ])
    await kept.run.host.pause()
    const { update } = kept.run.state
    await rename(away, here)
    await told(kept, 2)
    expect(kept.told[1]).toBe(`${here} can be written again: the run goes on`)
    while (kept.run.state.update <= update) await new Promise((resolve) => setImmediate(resolve))
    await kept.run.host.stop()
    await kept.over()
    const { log, problems, status } = await openRunFolder(here)
    expect([log.length, problems, status]).toEqual([kept.run.state.update, [], 'stopped'])
  }))

it('tells once of what cannot be written, however long the run takes to wait', () =>
  withFolder(async (folder) => {
    const [here, away] = [join(folder, 'run'), join(folder, 'away')]
    const kept = await keepRun(here, smallExperiment({ updates: 300_000 }))
    const { host } = kept.run
    const pause = host.pause.bind(host)
    let goOn = (): void => undefined
    host.pause = () => new Promise<void>((resolve) => (goOn = resolve)).then(pause)
    await rename(here, away)
    await told(kept, 1)
    const { update } = kept.run.state
    while (kept.run.state.update < update + 300) await new Promise((resolve) => setImmediate(resolve))
    expect(kept.told).toHaveLength(1)
    goOn()
    await rename(away, here)
    await told(kept, 2)
    await host.stop()
    await kept.over()
  }))

it('lets a run that a person has paused stay so when its folder can be written again', () =>
  withFolder(async (folder) => {
    const [here, away] = [join(folder, 'run'), join(folder, 'away')]
    const kept = await keepRun(here, smallExperiment({ updates: 300_000 }))
    await kept.run.host.pause()
    await rename(here, away)
    await told(kept, 1)
    await rename(away, here)
    await told(kept, 2)
    expect(kept.told).toEqual([
      `cannot write into ${here}: there is no such file; what is new waits until that is possible again`,
      `${here} can be written again`,
    ])
    expect((await kept.run.host.pause()).ok && kept.run.state.status).toBe('paused')
    await kept.run.host.stop()
    await kept.over()
  }))

it('makes a run wait again that is resumed while its folder cannot be written, and says so again', () =>
  withFolder(async (folder) => {
    const [here, away] = [join(folder, 'run'), join(folder, 'away')]
    const kept = await keepRun(here, smallExperiment({ updates: 300_000 }))
    await rename(here, away)
    await told(kept, 1)
    while (kept.run.state.status !== 'paused') await new Promise((resolve) => setImmediate(resolve))
    await kept.run.host.resume()
    await told(kept, 2)
    expect(kept.told[1]).toBe(kept.told[0])
    while (kept.run.state.status !== 'paused') await new Promise((resolve) => setImmediate(resolve))
    await rename(away, here)
    await told(kept, 3)
    await kept.run.host.stop()
    await kept.over()
    expect(await openRunFolder(here)).toMatchObject({ status: 'stopped', problems: [] })
  }))

it('waits with the end of a run that is over until it can be written', () =>
  withFolder(async (folder) => {
    const [here, away] = [join(folder, 'run'), join(folder, 'away')]
    const kept = await keepRun(here, smallExperiment({ updates: 300_000 }))
    await kept.run.host.pause()
    await rename(here, away)
    await kept.run.host.stop()
    await told(kept, 1)
    expect(kept.told.at(-1)).toContain('there is no such file; ')
    await rename(away, here)
    await kept.over()
    expect(await openRunFolder(here)).toMatchObject({ status: 'stopped', problems: [] })
  }))

it('says so where the end cannot be written, and keeps what was', () =>
  withFolder(async (folder) => {
    const [here, away] = [join(folder, 'run'), join(folder, 'away')]
    const kept = await keepRun(here, smallExperiment({ updates: 300_000 }))
    await rename(here, away)
    await told(kept, 1)
    kept.recorder.stopBy('SIGINT')
    await kept.run.host.stop()
    await expect(kept.over()).rejects.toThrow(
      `cannot write the end of the run into ${here}: there is no such`,
    )
    expect((await openRunFolder(away)).problems).toEqual([])
  }))

it('does not write behind a log that another program has cut', () =>
  withFolder(async (folder) => {
    const kept = await keepRun(join(folder, 'run'), smallExperiment({ updates: 300_000 }))
    const file = join(folder, 'run', 'log.arrows')
    await kept.run.host.pause()
    const numLogged = async () => (await openRunFolder(join(folder, 'run'))).log.length
    while ((await numLogged()) < kept.run.state.update) await new Promise((resolve) => setImmediate(resolve))
    await truncate(file, 100)
    await kept.run.host.resume()
    await told(kept, 1)
    expect(kept.told[0]).toContain('log.arrows has become shorter')
    kept.recorder.stopBy('SIGINT')
    await kept.run.host.stop()
    await expect(kept.over()).rejects.toThrow('log.arrows has become shorter')
  }))
