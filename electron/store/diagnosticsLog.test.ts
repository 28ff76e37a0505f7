import { reason } from '../../core/contract/reasons'
import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import { observationSchema } from '../../core/contract/observation'
import { observedParts } from '../../core/contract/views'
import { diagnosticsBatch, diagnosticsHeader, readDiagnostics } from './diagnosticsLog'

const column = (length: number, from: number) =>
  Float64Array.from(
    { length },
    (_, i) => [NaN, Infinity, -0, 1 / 3, 1e-300][(from + i) % 5]! + (i % 2) * from,
  )

/** What a run of an LSTM may have observed of an update. */
function observed(update: number, views: readonly string[]): Observation {
  const all = {
    flow: {
      layers: [
        { name: 'l0', h: column(7, update), c: column(7, update + 1), unclipped: null },
        { name: 'l1', h: column(1, 0), c: null, unclipped: null },
      ],
    },
    norms: {
      clipping: {
        mode: 'norm',
        threshold: update % 2 === 0 ? 0.1 : null,
        normBefore: Infinity,
        normAfter: NaN,
        cosine: -0,
        cutShare: 1,
      },
      parameters: [
        {
          name: 'rnn.weight_hh_l0',
          gradNorm: update / 3,
          gradNormClipped: 2,
          updateRatio: NaN,
          gates: [{ gate: 'i', gradNorm: 5 }],
        },
        { name: 'head.weight', gradNorm: 1, gradNormClipped: 2, updateRatio: 3, gates: [] },
      ],
    },
    jacobian: {
      ...{ layer: 'l0', h: column(7, 3), c: null, factors: column(7, update), factorsC: null },
      verdict: {
        ...{
          verdict: update < 3 ? 'vanishing' : 'healthy',
          path: 'h',
          gain: 1e-9,
          factor: 0.5,
          lag: 6,
          needed: 6,
        },
        ...{ vanishingBelow: 1e-4, explodingAbove: 1e4 },
      },
    },
    spectrum: {
      layers: [{ name: 'l0', blocks: [{ gate: 'i', spectralRadius: update, largestSingularValue: NaN }] }],
    },
    gates: {
      layers: [
        { name: 'l0', gates: [{ gate: 'i', low: column(7, 0), high: column(0, 0) }], saturatedUnits: 0.25 },
      ],
    },
    histograms: {
      since: update,
      parameters: [
        {
          name: 'a',
          weight: { min: 0, max: 1, counts: column(40, 1) },
          grad: { min: 0, max: 0, counts: column(40, 2) },
        },
      ],
    },
    evaluation: {
      sets: [
        {
          ...{ split: 'validation', seqLen: 2, sequences: 64, loss: 0.5, baseline: 1, floor: 0 },
          ...{ accuracy: NaN, focus: { name: 'outer', accuracy: 0.5 }, stepsPerPosition: 1 },
          ...{ lossAt: column(2, 0.25), accuracyAt: null },
          confusion: { numClasses: 2, counts: column(4, 3) },
        },
      ],
    },
    written: {
      writing: { length: 3, temperature: 0.5, topK: null, prompt: 'b"\n', seed: 1 },
      ...{ text: '水,a', probabilities: column(3, 0.5), influence: column(6, -1), reach: 2 },
    },
    forecast: { ahead: column(4, 1), free: null },
  }
  const found = Object.fromEntries(
    observedParts.map((part) => [part, views.includes(part) ? all[part as keyof typeof all] : null]),
  )
  return observationSchema.parse({ update, ...found })
}

const cheap = ['flow', 'norms', 'jacobian', 'spectrum', 'gates']
const batches = [
  [observed(0, cheap), observed(1, ['flow']), observed(2, cheap)],
  [observed(3, cheap)],
  [observed(9, ['flow', 'histograms', 'evaluation', 'written', 'forecast']), observed(40, cheap)],
]
const parts = [diagnosticsHeader(), ...batches.map(diagnosticsBatch)]
const bytes = new Uint8Array(Buffer.concat(parts))
let end = 0
const ends = parts.map(({ length }) => (end += length))

it('gives back what was observed, to the same bits', () => {
  expect(readDiagnostics(bytes)).toEqual({
    observations: batches.flat(),
    ends: [
      { observations: 3, bytes: ends[1] },
      { observations: 4, bytes: ends[2] },
      { observations: 6, bytes: ends[3] },
    ],
    problem: null,
  })
})

it('is a stream that any reader of Arrow reads, whose layout says where each number belongs', () => {
  const table = tableFromIPC(bytes)
  expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    ...['update Uint32', 'view Utf8', 'layout Utf8', 'values List<Float64>'],
  ])
  expect([...table.getChild('update')!].slice(0, 6)).toEqual([0, 0, 0, 0, 0, 1])
  expect([...table.getChild('view')!].slice(0, 6)).toEqual([...cheap, 'flow'])
  const layout = JSON.parse(table.getChild('layout')!.get(0) as string) as {
    layers: { h: [number, number] }[]
  }
  const values = (table.getChild('values')!.get(0) as { toArray(): Float64Array }).toArray()
  expect(values.slice(...layout.layers[0]!.h)).toEqual(batches[0]![0]!.flow!.layers[0]!.h)
  // The layout of the row before.
  expect(table.getChild('layout')!.get(5)).toBeNull()
})

it('has nothing of what has no history', () => {
  expect(diagnosticsBatch([])).toHaveLength(0)
  expect(
    diagnosticsBatch([{ ...observed(1, []), memory: { influences: [], memoryLength: 0, needed: [] } }]),
  ).toHaveLength(0)
})

it('makes one observation of all that was observed of an update', () => {
  const both = Buffer.concat([
    diagnosticsHeader(),
    diagnosticsBatch([observed(7, ['flow'])]),
    diagnosticsBatch([observed(7, ['gates'])]),
  ])
  expect(readDiagnostics(both).observations).toEqual([observed(7, ['flow', 'gates'])])
})

it('holds, wherever it is cut, all whole batches before that', () => {
  fc.assert(
    fc.property(fc.integer({ min: ends[0]!, max: bytes.length }), (at) => {
      const { observations, problem } = readDiagnostics(bytes.subarray(0, at))
      const whole = ends.findLastIndex((end) => end <= at)
      expect(observations).toHaveLength([0, 3, 4, 6][whole]!)
      const damaged = { byte: ends[whole]!, n: observations.length }
      expect(problem).toEqual(ends[whole] === at ? null : reason('damagedDiagnostics', damaged))
    }),
  )
})

it('never throws, whatever stands in its bytes, and is what the contract says', () => {
  const damage = fc.tuple(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (changes) => {
      const damaged = bytes.slice()
      for (const [at, byte] of changes) damaged[at] = byte
      for (const observation of readDiagnostics(damaged).observations) observationSchema.parse(observation)
    }),
    { numRuns: 300 },
  )
  for (const other of [new Uint8Array(), new Uint8Array(900), bytes.subarray(8)]) {
    expect(readDiagnostics(other)).toMatchObject({
      observations: [],
      problem: reason('noDiagnostics'),
    })
  }
})

it('ends before updates that were made again', () => {
  const twice = Buffer.concat([
    diagnosticsHeader(),
    diagnosticsBatch([observed(7, cheap)]),
    diagnosticsBatch([observed(6, cheap)]),
  ])
  expect(readDiagnostics(twice).observations).toEqual([observed(7, cheap)])
})

it('leaves out what another version saw in another way, and gives back the rest', () => {
  const strange = { ...observed(1, cheap), gates: { mood: 'sunny' } } as never
  const file = Buffer.concat([diagnosticsHeader(), diagnosticsBatch([observed(0, cheap), strange])])
  expect(readDiagnostics(file)).toMatchObject({
    ...{ observations: [observed(0, cheap), { ...observed(1, cheap), gates: null }], problem: null },
  })
})
