import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keepRun, smallExperiment, withFolder } from './keptRun.testing'
import { checkpointPath, checkpointsIn } from './runFolder'
import { listCheckpoints, readCheckpoints, readNewest } from './savedCheckpoints'

/** Of a run without a log. */
const unknown = () => null

/** A run that was stopped, in a folder, with a few checkpoints. */
async function trainIn(folder: string): Promise<string> {
  const path = join(folder, 'run')
  const { run, over } = await keepRun(path, smallExperiment({ updates: 1_000_000 }), 200)
  while ((await checkpointsIn(path)).length < 4) await new Promise((resolve) => setImmediate(resolve))
  await run.host.stop()
  await over()
  return path
}

it('says of which updates a run keeps checkpoints, which is the first, the best and the newest', () =>
  withFolder(async (folder) => {
    const path = await trainIn(folder)
    const updates = await checkpointsIn(path)
    const listed = await listCheckpoints(path)
    expect(listed.map(({ update }) => update)).toEqual(updates)
    const of = (reason: string) => listed.filter(({ reasons }) => (reasons as string[]).includes(reason))
    expect(of('first')).toEqual([listed[0]])
    expect(of('newest')).toEqual([listed.at(-1)])
    expect(of('best')).toHaveLength(1)
  }))

it('passes over one that is damaged or another update’s, and says nothing of it', () =>
  withFolder(async (folder) => {
    const path = await trainIn(folder)
    const [first, second] = await checkpointsIn(path)
    const newest = (await readNewest(path, unknown, -1))!
    await writeFile(checkpointPath(path, second!), newest.bytes)
    await writeFile(checkpointPath(path, newest.update), newest.bytes.subarray(0, 300))
    const updates = (await checkpointsIn(path)).filter(
      (update) => update !== second && update !== newest.update,
    )
    expect((await readCheckpoints(path, unknown)).map(({ update }) => update)).toEqual(updates)
    expect((await listCheckpoints(path)).map(({ update }) => update)).not.toContain(second)
    expect((await readNewest(path, unknown, -1, second))?.update).toBe(first)
    expect(await readNewest(path, unknown, newest.update - 1)).toBeNull()
  }))

it('finds none in a folder that has none', () =>
  withFolder(async (folder) => {
    expect([
      await listCheckpoints(folder),
      await readCheckpoints(folder, unknown),
      await readNewest(folder, unknown, -1),
    ]).toEqual([...[[], [], null]])
  }))
