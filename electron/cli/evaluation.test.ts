import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDiagnostics } from '../store/diagnosticsFile'
import { withFolder } from '../store/keptRun.testing'
import { smallTask, unroll } from './unroll.testing'

const echo = ['--task', 'echo', '--seq-len', '6', '--delay', '2', '--hidden-size', '4', '--batch', '4']
const small = [...echo, '--threads', '1', '--evaluation-every', '20', '--evaluation-sequences', '8']
const ofType = (lines: Record<string, unknown>[], type: string) =>
  lines.filter((line) => line['type'] === type)

describe('unroll train --json', () => {
  it('tells what each evaluation finds, behind the updates before it, and the end once', async () => {
    const { json } = await unroll(['train', ...small, '--updates', '50', '--json'])
    const evaluations = ofType(json(), 'evaluation')
    expect(evaluations.map(({ update, split, seqLen }) => [update, split, seqLen])).toEqual(
      [20, 40, 50].flatMap((update) => [
        [update, 'training', 6],
        [update, 'validation', 6],
        [update, 'test', 12],
        [update, 'test', 24],
      ]),
    )
    const kinds = json().map(({ type }) => type)
    expect(kinds.indexOf('evaluation')).toBe(20)
    expect(kinds.slice(-5)).toEqual(['evaluation', 'evaluation', 'evaluation', 'evaluation', 'end'])
    for (const { loss, accuracy } of evaluations) {
      expect(loss).toBeGreaterThan(0)
      expect(accuracy).toBeGreaterThanOrEqual(0)
    }
  })

  it('trains the same bits whether the network is evaluated or not', async () => {
    const args = ['train', ...small, '--updates', '50', '--json']
    const [with_, without] = [await unroll(args), await unroll([...args, '--evaluation-sequences', '0'])]
    expect(ofType(without.json(), 'evaluation')).toEqual([])
    expect(ofType(with_.json(), 'update')).toEqual(ofType(without.json(), 'update'))
  })

  it('keeps what each evaluation found with the run, to the same bits', () =>
    withFolder(async (folder) => {
      const [out, data] = [join(folder, 'out'), join(folder, 'data')]
      const args = ['train', ...small, '--updates', '50', '--json', '--out', out, '--data-dir', data]
      const told = ofType((await unroll(args)).json(), 'evaluation')
      const { observations, problem } = await openDiagnostics(out)
      const kept = observations.flatMap(({ update, evaluation }) =>
        (evaluation?.sets ?? []).map(({ split, seqLen, loss, accuracy }) => ({
          ...{ update: update + 1, split, seqLen, loss, accuracy },
        })),
      )
      expect(problem).toBeNull()
      expect(kept).toHaveLength(12)
      expect(told).toMatchObject(kept)
    }))

  it('has no accuracy where there are no classes', async () => {
    const { json } = await unroll(['train', ...smallTask, '--updates', '1', '--json'])
    const [, validation] = ofType(json(), 'evaluation')
    expect(validation).toMatchObject({ update: 1, split: 'validation', seqLen: 6, accuracy: null })
  })
})

describe('unroll evaluate', () => {
  it('finds in a kept run what was found at its end, and tests any length', () =>
    withFolder(async (folder) => {
      const [out, data] = [join(folder, 'out'), join(folder, 'data')]
      const args = ['train', ...small, '--updates', '30', '--json', '--out', out, '--data-dir', data]
      const trained = ofType((await unroll(args)).json(), 'evaluation').slice(-3)
      const again = await unroll(['evaluate', out, '--json'])
      expect(again.json()).toEqual(trained)
      const lengths = (await unroll(['evaluate', out, '--lengths', '6,12,40', '--json'])).json()
      expect(lengths.slice(0, 2)).toEqual(trained.slice(0, 2))
      expect(lengths[2]).toMatchObject({ update: 30, split: 'test', seqLen: 40, sequences: 4 })
      const { out: table } = await unroll(['evaluate', out, '--lengths', '6'])
      expect(table).toMatch(/^ {2}validation, 6 steps {2}loss \S+, baseline 0.693, \S+ % right\n$/)
      const early = (await unroll(['evaluate', out, '--update', '20', '--json'])).json()
      expect(early[0]).toMatchObject({ update: 20, split: 'validation' })
    }))

  it.each([
    [['--lengths', '6,x'], '--lengths is x: expected numbers of steps from 1 to 16000 between commas'],
    [
      ['--lengths', '2'],
      '--lengths has 2: the task echo of this run has no sequences of 2 steps (it was trained on 6)',
    ],
    [['--sequences', '0'], '--sequences is 0: expected from 1 to 4096 sequences'],
    [['other'], 'evaluate got 2 runs: expected 1'],
  ])('refuses %j', (args, message) =>
    withFolder(async (folder) => {
      const out = join(folder, 'out')
      await unroll(['train', ...small, '--updates', '1', '--out', out, '--data-dir', join(folder, 'data')])
      const { code, err } = await unroll(['evaluate', out, ...args])
      expect([code, err]).toEqual([2, `unroll: ${message}\n`])
    }),
  )
})
