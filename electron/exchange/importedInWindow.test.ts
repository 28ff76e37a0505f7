import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { resumeFrom } from '../../core/train/checkpointFile'
import { createRunCatalog } from '../runs/runCatalog'
import { createMemoryLog } from '../runs/runLog'
import { readBytes } from '../store/files'
import { everything, withFolder } from '../store/keptRun.testing'
import { LocalThread } from '../store/localThread.testing'
import { openRunIn } from '../store/openRun'
import { checkpointPath } from '../store/runFolder'
import { createRunStorage } from '../store/runStorage'
import { bytesOf, trained } from './exchange.testing'
import { importFile } from './importFile'
import { safetensors } from './safetensors'

it('a run of imported weights opens paused in a window, trains on from them, and opens its first update as it was', () =>
  withFolder(async (folder) => {
    const source = await trained(folder, {
      ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
      train: { batch: 4, updates: 30, threads: 1 },
    })
    const weights = join(folder, 'W.safetensors')
    await writeFile(weights, await bytesOf(safetensors, source, 10))
    const tell = () => undefined
    const data = join(folder, 'data')
    const imported = await importFile(weights, { data, version: '1.2.3', tell })

    const trainer = createTrainer(source.experiment)
    resumeFrom(trainer, await readBytes(checkpointPath(imported.folder, 0)))
    const begun = trainer.model.parameters.map(({ value }) => [...value])
    const losses = [...train(trainer)].map(({ loss }) => loss)

    const catalog = createRunCatalog({
      ...{ spawn: (start) => new LocalThread(start), createLog: createMemoryLog, listeners: [] },
      storage: createRunStorage({ data, version: '1.2.3', tell, pace: everything }),
      mostTraining: 1,
    })
    const run = catalog.open(await openRunIn(imported.folder, { tell, pace: everything }))
    expect(run.state).toEqual({ status: 'paused', update: 0 })
    await run.host.resume()
    while (run.state.status !== 'done') await new Promise((resolve) => setImmediate(resolve))
    expect([...run.log.read(0, 30).loss]).toEqual(losses)

    const trace = await run.host.inspectUpdate(0)
    if (!trace.ok) throw new Error(trace.error.message)
    expect(trace.value.parameters.map(({ before }) => [...before])).toEqual(begun)
    await catalog.dispose()
  }))
