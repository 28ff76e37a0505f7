import { describe, expect, it } from 'vitest'
import { bindTask } from '../tasks/bind'
import type { TaskName, TaskSettings } from '../tasks/registry'
import { taskNamed } from '../tasks/registry'
import { cutWindows } from '../train/bpttWindow'
import { createBatch } from '../train/createBatch'
import { best } from './best'
import { createTally } from './tally'

/** What a network that answers these symbols, a step each, is told of one sequence. */
function tallyOf(settings: TaskSettings, symbols: string, answers: string) {
  const task = bindTask(settings)
  const { seqLen, inputSize, outputSize } = task.shape
  const entry = taskNamed(settings.name as TaskName)
  const indexOf = (symbol: string) =>
    Array.from({ length: inputSize }, (_, i) => entry.inputSymbol!(settings, i)).indexOf(symbol)
  const batch = createBatch(task.shape, task.numSupervised, task.loss, 1, 'float64')
  for (let t = 0; t < seqLen; t++) {
    batch.input[t * inputSize + indexOf(symbols[t]!)] = 1
    batch.classes[t] = indexOf(symbols[t + 1]!)
  }
  const scores = new Float64Array(seqLen * outputSize)
  for (let t = 0; t < seqLen; t++) scores[t * outputSize + indexOf(answers[t]!)] = 1
  const tally = createTally(task, { split: 'validation', sequences: 1 })
  tally.begin(batch.input, batch.classes, 1)
  for (const window of cutWindows(task, batch, 3, 'float64')) {
    const from = window.firstSupervised * outputSize
    tally.add(window, scores.subarray(from, from + window.numSupervised * outputSize))
  }
  return tally.result()
}

describe('a tally', () => {
  it('of brackets counts what can come as right, and by themselves those that close', () => {
    const settings = { name: 'dyck', seqLen: 5, kinds: 2, depth: 3 } as TaskSettings
    // Asked for: [ ] ) ( ) . After "(" a "(" can come as well; after "([" a ")" cannot.
    const { accuracy, focus, accuracyAt } = tallyOf(settings, '([])()', '())()')
    expect([...accuracyAt!]).toEqual([1, 0, 1, 1, 1])
    expect(accuracy).toBe(4 / 5)
    // Of the three that close, "]" was taken for ")".
    expect(focus).toEqual({ name: 'closing', accuracy: 2 / 3 })
  })

  it('of the embedded grammar tells by itself of the symbol that comes again', () => {
    const settings = { name: 'embeddedReber', seqLen: 8 } as TaskSettings
    const { accuracy, focus } = tallyOf(settings, 'BPBTXSEPE', 'TBTXSEPE')
    expect([accuracy, focus]).toEqual([1, { name: 'outer', accuracy: 1 }])
    const forgetful = tallyOf(settings, 'BPBTXSEPE', 'TBTXSETE')
    expect(forgetful.focus).toEqual({ name: 'outer', accuracy: 0 })
    expect(forgetful.accuracy).toBe(7 / 8)
  })

  it('draws together the steps of long sequences', () => {
    const { stepsPerPosition, accuracyAt, lossAt } = tallyOf(
      { name: 'reber', seqLen: 402 } as TaskSettings,
      'BTXSE'.repeat(90),
      'TXSEB'.repeat(90),
    )
    expect(stepsPerPosition).toBe(3)
    expect([accuracyAt!.length, lossAt.length]).toEqual([134, 134])
    expect(accuracyAt!.every((value) => value === 1)).toBe(true)
  })
})

describe('the best class', () => {
  it('is the first of the largest, among the candidates if there are any, and none where a score is NaN', () => {
    const scores = Float64Array.of(9, 1, 3, 3, 2)
    expect(best(scores, 1, 4)).toBe(1)
    expect(best(scores, 1, 4, [0, 3])).toBe(3)
    expect(best(Float64Array.of(-Infinity, -Infinity), 0, 2)).toBe(0)
    expect(best(Float64Array.of(1, NaN), 0, 2)).toBe(-1)
  })
})
