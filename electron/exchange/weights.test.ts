import { rm, truncate } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSafetensors } from '../../core/formats/safetensors'
import { readCheckpoint } from '../../core/train/checkpointFile'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { readBytes } from '../store/files'
import { makeFolder } from '../store/keptRun.testing'
import type { StoredRun } from '../store/runFolder'
import { checkpointPath } from '../store/runFolder'
import { bytesOf, trained } from './exchange.testing'
import { json } from './json'
import { safetensors } from './safetensors'

let folder: string
let run: StoredRun

beforeAll(async () => {
  folder = await makeFolder()
  run = await trained(folder, {
    task: { name: 'adding', seqLen: 6 },
    model: { cell: 'lstm', hiddenSize: 3, numLayers: 2 },
    train: { batch: 4, updates: 60, threads: 1 },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The weights after so many updates, made here. */
function weightsAfter(updates: number) {
  const trainer = createTrainer(run.experiment)
  const made = train(trainer)
  for (let i = 0; i < updates; i++) made.next()
  return trainer.model.parameters
}

describe('safetensors', () => {
  it('holds the newest checkpoint under the names that nn.LSTM and nn.Linear have', async () => {
    const { tensors, metadata } = readSafetensors(await bytesOf(safetensors, run))
    expect([...tensors].map(([name, { dtype, shape }]) => `${name} ${dtype} ${shape.join('x')}`)).toEqual([
      'rnn.weight_ih_l0 F64 12x2',
      'rnn.weight_hh_l0 F64 12x3',
      'rnn.bias_ih_l0 F64 12',
      'rnn.bias_hh_l0 F64 12',
      'rnn.weight_ih_l1 F64 12x3',
      'rnn.weight_hh_l1 F64 12x3',
      'rnn.bias_ih_l1 F64 12',
      'rnn.bias_hh_l1 F64 12',
      'head.weight F64 1x3',
      'head.bias F64 1',
    ])
    const { checkpoint } = readCheckpoint(await readBytes(checkpointPath(run.folder, 60)))
    for (const [name, { data }] of tensors) expect(data).toEqual(checkpoint.parameters[name])
    expect(metadata.get('update')).toBe('60')
    expect(JSON.parse(metadata.get('experiment')!)).toEqual(run.experiment)
  })

  it.each([0, 1, 37, 60])('holds those after %i updates, made again bit by bit', async (update) => {
    const { tensors, metadata } = readSafetensors(await bytesOf(safetensors, run, update))
    for (const { name, value } of weightsAfter(update)) expect(tensors.get(name)?.data).toEqual(value)
    expect(metadata.get('update')).toBe(String(update))
  })

  it('refuses an update that was not made', async () => {
    await expect(bytesOf(safetensors, run, 61)).rejects.toThrow(
      'the run has not stood after 61 updates: expected 0 to 60',
    )
  })

  it('refuses weights whose losses on the way are not those of the log', async () => {
    const loss = run.log.columns.loss.slice()
    loss[0]! += 1e-16 + loss[0]! * 1e-15
    const other = { ...run, checkpoints: [], log: { ...run.log, columns: { ...run.log.columns, loss } } }
    await expect(bytesOf(safetensors, other, 3)).rejects.toThrow('update 1 cannot be recomputed: its loss is')
  })
})

describe('json', () => {
  it('nests the weights as their shapes say', async () => {
    const document = JSON.parse((await bytesOf(json, run, 5)).toString()) as {
      weights: { update: number; parameters: Record<string, number[] | number[][]> }
    }
    expect(document.weights.update).toBe(5)
    for (const { name, shape, value } of weightsAfter(5)) {
      const nested = document.weights.parameters[name]!
      expect(nested.flat()).toEqual([...value])
      expect(nested).toHaveLength(shape[0]!)
      if (shape.length === 2) expect(nested[0]).toHaveLength(shape[1]!)
    }
  })
})

it('a checkpoint that is damaged is told of, and the one before it is gone on from', async () => {
  const [last] = run.checkpoints.slice(-1)
  const path = checkpointPath(run.folder, last!)
  const bytes = await readBytes(path)
  await truncate(path, bytes.length - 1)
  const { tensors } = readSafetensors(await bytesOf(safetensors, run, 60))
  for (const { name, value } of weightsAfter(60)) expect(tensors.get(name)?.data).toEqual(value)
})
