import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { requests } from '../../core/contract/ipc'
import { selfTestNames, type SelfTestLine } from '../../core/contract/selfTest'
import type { VerifyProgress } from '../../core/contract/verify'
import { experimentSchema } from '../../core/experiment/schema'
import { ObedientVerifyThread } from './obedientThread.testing'
import { referenceNames } from './shippedReferences'
import { createVerifier } from './verifier'

function setUp() {
  const progress: VerifyProgress[] = []
  const tested: SelfTestLine[] = []
  const verifier = createVerifier({
    version: '1.2.3',
    spawn: (job) => new ObedientVerifyThread(job),
    progressed: (its) => void progress.push(its),
    tested: (line) => void tested.push(line),
  })
  return { verifier, progress, tested }
}

const experiment = experimentSchema.parse({
  task: { name: 'echo', seqLen: 6, delay: 2 },
  model: { cell: 'gru', hiddenSize: 3 },
  train: { batch: 2 },
})

describe('what Verify asks for', () => {
  it('judges every reference file that comes along', async () => {
    const { verifier } = setUp()
    expect(referenceNames).toHaveLength(27)
    for (const name of referenceNames) {
      const result = await verifier.run('reference', { name, dtype: 'float64' })
      if (!result.ok) throw new Error(result.error.message)
      requests['verify:reference'].reply.parse(result.value)
      expect([name, result.value.ok]).toEqual([name, true])
    }
  })

  it.each([
    ['no file of safetensors', new Uint8Array(5), 'mine.bin: the file has 5 bytes'],
    ['one that is cut', cut(), 'mine.bin: '],
    [
      'an unknown one',
      Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d),
      'mine.bin: metadata kind is missing',
    ],
  ])('refuses %s with a sentence', async (_, bytes, why) => {
    const result = await setUp().verifier.run('referenceFile', { file: 'mine.bin', bytes, dtype: 'float64' })
    expect(result.ok ? '' : result.error.message).toContain(why)
    expect(result).toMatchObject({ ok: false, error: { code: 'unreadableFile' } })
  })

  it('checks gradients, tells how far it is, and traces the same update', async () => {
    const { verifier, progress } = setUp()
    const checked = await verifier.run('gradient', { experiment, most: null })
    const traced = await verifier.run('trace', { experiment })
    if (!checked.ok || !traced.ok) throw new Error('refused')
    requests['verify:gradient'].reply.parse(checked.value)
    requests['verify:trace'].reply.parse(traced.value)
    const { done, total } = progress.at(-1)!
    expect([checked.value.ok, done]).toEqual([true, total])
  })

  it('gives one up for the next of its kind, and where it is cancelled', async () => {
    const { verifier } = setUp()
    const sizes = { seqLen: 5, inputSize: 1, hiddenSize: 3 }
    const first = verifier.run('rtrl', sizes)
    const second = verifier.run('rtrl', sizes)
    expect(await first).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await second).toMatchObject({ ok: true })
    const third = verifier.run('rtrl', sizes)
    verifier.cancel('rtrl')
    expect(await third).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('tells what a planted bug is once a learner has guessed', async () => {
    const { verifier } = setUp()
    const wrong = await verifier.run('guess', { slip: 0, guess: 'meanOverBatch' })
    expect(wrong).toMatchObject({
      value: { isRight: false, slip: 'earlierState', wrong: 'dWaa += dz @ a[t].T' },
    })
  })
})

describe('the self-test', () => {
  it('holds on this machine, line by line', async () => {
    const { verifier, tested } = setUp()
    const result = await verifier.run('selfTest', {})
    if (!result.ok) throw new Error(result.error.message)
    const report = requests['verify:selfTest'].reply.parse(result.value)
    expect(report.lines.filter(({ ok }) => !ok)).toEqual([])
    expect(tested).toEqual(report.lines)
    expect(report.lines.map(({ name }) => name)).toEqual(selfTestNames)
    expect(report).toMatchObject({ ok: true, version: '1.2.3' })
  })
})

function cut(): Uint8Array {
  const file = new URL('../../core/check/reference/parity/gru_T1_B1_I1_H1_L1.safetensors', import.meta.url)
  return new Uint8Array(readFileSync(file)).slice(0, -8)
}
