import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import { parseExperiment } from '../../core/experiment/parse'
import { canonicalJson } from '../../core/sweep/canonical'
import { sweepId, trialId } from './hash'

it('an experiment has one id, however its document is written', () => {
  const written = [
    { task: { name: 'adding' }, model: { cell: 'gru' } },
    { model: { cell: 'gru', hiddenSize: 32.0 }, task: { seqLen: 20, name: 'adding' }, train: {} },
  ].map((document) => parseExperiment(document))
  const ids = written.map((parsed) => parsed.ok && trialId(parsed.value))
  expect(ids[0]).toMatch(/^[0-9a-f]{16}$/)
  expect(ids[1]).toBe(ids[0])
})

it('the id of an experiment is the beginning of the SHA-256 of its canonical JSON', () => {
  expect(canonicalJson({ b: [1, -0, 1e21, null], a: { é: 'x"\n', b: undefined, aa: true } })).toBe(
    '{"a":{"aa":true,"é":"x\\"\\n"},"b":[1,0,1e+21,null]}',
  )
  const experiment = defaultExperiment()
  const digest = createHash('sha256').update(canonicalJson(experiment)).digest('hex')
  expect(trialId(experiment)).toBe(digest.slice(0, 16))
})

it('every setting is part of the id', () => {
  const experiment = defaultExperiment()
  const others = [
    { ...experiment, train: { ...experiment.train, updates: 7 } },
    { ...experiment, train: { ...experiment.train, seed: 1 } },
    { ...experiment, model: { ...experiment.model, bias: false } },
  ]
  expect(new Set([experiment, ...others].map(trialId)).size).toBe(4)
})

it('sweeps differ in what they try, and in the order of their fields', () => {
  const fields = { 'optimizer.lr': [0.1], 'model.hiddenSize': [4] }
  const search = { strategy: 'grid' as const, trials: null, seed: 0 }
  const id = (tried: Record<string, number[]>) =>
    sweepId({ experiment: defaultExperiment(), search: { ...search, fields: tried } })
  const turned = { 'model.hiddenSize': [4], 'optimizer.lr': [0.1] }
  expect(new Set([id(fields), id(turned), id({ 'optimizer.lr': [0.1] })]).size).toBe(3)
  expect(id({ ...fields })).toBe(id(fields))
})
