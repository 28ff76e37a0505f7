import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { observeStates } from '../../core/diagnostics/observeStates'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { readRecordedFlow } from '../store/recordedFlow'
import type { StoredRun } from '../store/runFolder'
import { trained } from './exchange.testing'
import { nextStates } from './nextStates'
import { answerExchange } from './thread/answerExchange'

let parent: string
let stored: StoredRun
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'unroll-states-'))
  stored = await trained(parent, {
    task: { name: 'adding', seqLen: 6 },
    model: { cell: 'lstm', hiddenSize: 3 },
    train: { batch: 2, updates: 5, threads: 1 },
  })
})
afterAll(() => rm(parent, { recursive: true, force: true }))

it('the states that a kept run would come to next are those that training on would show, to the same bits', async () => {
  const found = await nextStates(stored, () => undefined)
  const longer = { ...stored.experiment, train: { ...stored.experiment.train, updates: 6 } }
  const trainer = createTrainer(longer)
  const updates = train(trainer)
  for (let update = 0; update < 5; update++) updates.next()
  trainer.forward(trainer.nextWindow())
  expect(found).toEqual({ update: 5, states: observeStates(trainer) })
})

it('are answered by the thread that the window asks, as are those of a folder that is no run', async () => {
  const answer = await answerExchange({ kind: 'states', folder: stored.folder })
  expect(answer).toMatchObject({ ok: true, runId: null, states: { update: 5, states: { seqLen: 6 } } })
  expect(await answerExchange({ kind: 'states', folder: parent })).toMatchObject({ ok: false })
})

it('the flow that was recorded of a run is read with its first and its newest update', async () => {
  const recorded = await readRecordedFlow(stored.folder)
  expect([recorded[0]?.update, recorded.at(-1)?.update]).toEqual([0, 4])
  expect(recorded.every(({ flow }) => flow.layers[0]?.h.length === 6)).toBe(true)
  expect(await readRecordedFlow(parent)).toEqual([])
})
