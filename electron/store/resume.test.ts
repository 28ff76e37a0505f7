import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../core/math/random'
import { logColumnNames } from './arrowLog'
import { goOn, keepRun, smallExperiment, withFolder } from './keptRun.testing'
import { checkpointsIn, openRunFolder } from './runFolder'
import { readNewest } from './savedCheckpoints'

/** All that does not tell the time. */
async function bitsOf(folder: string): Promise<unknown> {
  const { log, status, checkpoints } = await openRunFolder(folder)
  const columns = logColumnNames.filter((name) => name !== 'ms').map((name) => [...log.columns[name]])
  return { status, columns, last: checkpoints.at(-1) }
}

describe('a run that is kept', () => {
  it('goes on to the same bits, wherever its process was killed', () =>
    withFolder(async (folder) => {
      const whole = join(folder, 'whole')
      const kept = await keepRun(whole, smallExperiment(), 1000)
      // However fast the disk is, there is a checkpoint before the end.
      await kept.run.host.step()
      while ((await checkpointsIn(whole)).length === 0) await new Promise((resolve) => setImmediate(resolve))
      await kept.run.host.resume()
      await kept.over()
      const want = await bitsOf(whole)
      expect(want).toMatchObject({ status: 'done', last: 400 })
      const checkpoints = (await openRunFolder(whole)).checkpoints
      expect(checkpoints.length).toBeGreaterThan(1)

      const random = createRandom(3)
      const killed = join(folder, 'killed')
      for (let i = 0; i < 12; i++) {
        await rm(killed, { recursive: true, force: true })
        await cp(whole, killed, { recursive: true })
        const { length } = await readFile(join(killed, 'log.arrows'))
        await truncate(join(killed, 'log.arrows'), random.integer(length))
        await writeFile(join(killed, 'events.jsonl'), '{"type":"do')
        // Some are left as they are: those that are behind the log are of no use.
        const dropped = random.integer(checkpoints.length + 1)
        for (const update of checkpoints.slice(dropped)) {
          await rm(join(killed, 'checkpoints', `${update}.safetensors`))
        }
        const before = await openRunFolder(killed)
        const resumed = await goOn(killed)
        expect(resumed.update).toBe(before.checkpoints.at(-1) ?? 0)
        await resumed.over()
        expect(await bitsOf(killed)).toEqual(want)
        expect((await openRunFolder(killed)).problems).toEqual([])
      }
    }))

  it('goes on after it was stopped, and says in its events how it went', () =>
    withFolder(async (folder) => {
      const [whole, halves] = [join(folder, 'whole'), join(folder, 'halves')]
      const experiment = smallExperiment({ updates: 300_000 })
      const { run, recorder, over } = await keepRun(halves, experiment)
      recorder.stopBy('SIGTERM')
      await run.host.pause()
      await run.host.stop()
      await over()
      const stopped = await openRunFolder(halves)
      expect(stopped.status).toBe('stopped')
      expect(stopped.checkpoints.at(-1)).toBe(stopped.log.length)
      expect(stopped.events).toEqual([{ type: 'stopped', update: stopped.log.length, by: 'SIGTERM' }])

      const shorter = smallExperiment({ updates: stopped.log.length + 50 })
      await writeFile(
        join(halves, 'experiment.json'),
        JSON.stringify({ ...shorter, optimizer: experiment.optimizer }),
      )
      const resumed = await goOn(halves)
      await resumed.over()
      expect(resumed.update).toBe(stopped.log.length)
      expect((await openRunFolder(halves)).events).toEqual([
        { type: 'resumed', update: stopped.log.length },
        { type: 'done', update: stopped.log.length + 50, reason: 'updates' },
      ])
      await (await keepRun(whole, shorter)).over()
      const before = (await openRunFolder(halves)).log.columns.loss.slice(0, 20)
      expect(before).toEqual((await openRunFolder(whole)).log.columns.loss.slice(0, 20))
    }))

  it('makes what was tuned behind its checkpoint happen again, at the same updates', () =>
    withFolder(async (folder) => {
      const whole = join(folder, 'whole')
      const { run, over } = await keepRun(whole, smallExperiment(), 1000)
      await run.host.pause()
      await run.host.tune({ lr: 0.5, clipThreshold: 0.1 })
      await run.host.resume()
      await over()
      const want = await bitsOf(whole)
      const { events, checkpoints } = await openRunFolder(whole)
      const tuned = events.find(({ type }) => type === 'tuned')!
      for (const update of checkpoints.filter((update) => update >= tuned.update)) {
        await rm(join(whole, 'checkpoints', `${update}.safetensors`))
      }
      await (await goOn(whole)).over()
      expect(await bitsOf(whole)).toEqual(want)
      expect((await openRunFolder(whole)).log.columns.lr.at(-1)).toBeCloseTo(
        0.25 * (1 + Math.cos((Math.PI * 399) / 400)),
        12,
      )
    }))

  it('begins at the checkpoint before one that is damaged, or another run’s, and says which', () =>
    withFolder(async (folder) => {
      await (await keepRun(join(folder, 'run'))).over()
      const path = (update: number) => join(folder, 'run', 'checkpoints', `${update}.safetensors`)
      const { checkpoints } = await openRunFolder(join(folder, 'run'))
      const bytes = await readFile(path(400))
      await writeFile(path(399), bytes)
      await writeFile(path(400), bytes.fill(0))
      const { update, problems, run, over } = await goOn(join(folder, 'run'))
      await over()
      expect([update, run.state.status]).toEqual([checkpoints.at(-2) ?? 0, 'done'])
      expect(problems).toEqual([
        `${path(399)}: it was taken after 400 updates, expected 399`,
        expect.stringContaining(`${path(400)}: `),
      ])
    }))

  it('tells a checkpoint of another run by its name, even of the same network after as many updates', () =>
    withFolder(async (folder) => {
      for (const [name, seed] of Object.entries({ run: 0, other: 1 })) {
        await (await keepRun(join(folder, name), smallExperiment({ updates: 40, seed }))).over()
      }
      const path = (name: string) => join(folder, name, 'checkpoints', '40.safetensors')
      await writeFile(path('run'), await readFile(path('other')))
      const { checkpoints, log } = await openRunFolder(join(folder, 'run'))
      const lossOf = (update: number) => log.columns.loss[update] ?? null
      expect((await readNewest(join(folder, 'run'), lossOf, -1))?.update).toBe(checkpoints.at(-2))
      const { update, problems, run, over } = await goOn(join(folder, 'run'))
      await over()
      expect([update, run.state.status]).toEqual([checkpoints.at(-2) ?? 0, 'done'])
      expect(problems).toEqual([
        expect.stringContaining(`${path('run')}: it is of another run: the loss of its last update is 0.`),
      ])
      // The rest was made again, to the same bits.
      const again = await openRunFolder(join(folder, 'run'))
      expect([...again.log.columns.loss]).toEqual([...log.columns.loss])
    }))

  it('is not taken from the process that trains it', () =>
    withFolder(async (folder) => {
      const { run, over } = await keepRun(join(folder, 'run'), smallExperiment({ updates: 300_000 }))
      expect((await openRunFolder(join(folder, 'run'))).status).toBe('running')
      await expect(goOn(join(folder, 'run'))).rejects.toThrow(`is being trained by process ${process.pid}`)
      await run.host.stop()
      await over()
      expect(await readdir(join(folder, 'run'))).not.toContain('lock')
    }))
})
