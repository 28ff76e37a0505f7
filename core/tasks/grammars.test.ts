import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random'
import { createBatch } from '../train/createBatch'
import { bindTask } from './bind'
import { chainFacts } from './chain'
import { REBER_SYMBOLS, reberChain } from './reberChain'
import { taskNamed, type TaskName, type TaskSettings } from './registry'
import { settingsOf } from './settings.testing'

/** Sequences of a task as texts of T + 1 symbols, with what can follow each of the first T. */
function texts<N extends TaskName>(name: N, given: Partial<TaskSettings<N>>, count: number) {
  const settings = settingsOf(name, given)
  const task = bindTask(settings)
  const { seqLen, inputSize: K } = task.shape
  const batch = createBatch(task.shape, task.numSupervised, task.loss, count, 'float64')
  task.generate(createRandom(5), batch)
  const { inputSymbol, legal } = taskNamed(name)
  return Array.from({ length: count }, (_, b) => {
    const input = Array.from({ length: seqLen * K }, (_, i) => {
      const t = Math.floor(i / K)
      return batch.input[(t * count + b) * K + (i % K)]
    })
    const symbols = Array.from({ length: seqLen }, (_, t) => input.slice(t * K, t * K + K).indexOf(1))
    const next = Array.from({ length: seqLen }, (_, t) => batch.classes[t * count + b])
    expect(symbols.slice(1)).toEqual(next.slice(0, -1))
    const text = [...symbols, next[seqLen - 1]].map((symbol) => inputSymbol!(settings, symbol)).join('')
    return { text, next, legal: legal!(settings, input), remembered: task.remembered(input) }
  })
}

/** The grammar as it is drawn in the literature: from each node, what leads where. */
const GRAPH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  start: { B: '1' },
  '1': { T: '2', P: '3' },
  '2': { S: '2', X: '4' },
  '3': { T: '3', V: '5' },
  '4': { X: '3', S: '6' },
  '5': { P: '4', V: '6' },
  '6': { E: 'end' },
}

function isReber(string: string): boolean {
  let node = 'start'
  for (const symbol of string) node = GRAPH[node]?.[symbol] ?? 'none'
  return node === 'end'
}

describe('strings of the grammars, read by a checker of their own', () => {
  it('reber: whole strings of the grammar, one after the other', () => {
    for (const { text } of texts('reber', { seqLen: 60 }, 200)) {
      const whole = text.slice(0, text.lastIndexOf('E') + 1)
      for (const string of whole.match(/B[^B]*E/g) ?? [])
        expect([string, isReber(string)]).toEqual([string, true])
      expect(whole.replace(/B[^B]*E/g, '')).toBe('')
    }
  })

  it('embedded reber: a string of the grammar between two symbols that are the same', () => {
    for (const { text, remembered } of texts('embeddedReber', { seqLen: 80 }, 200)) {
      const strings = [...text.matchAll(/B([TP])(B[^BE]*E)([TP])E/g)]
      expect(strings.length).toBeGreaterThan(0)
      for (const [, outer, inner, again] of strings) expect([isReber(inner), again]).toEqual([true, outer])
      for (const t of remembered) expect(text[t - 1] + text[t + 1]).toBe('BB')
    }
  })

  it.each([1, 2])('dyck with %i kinds: nothing is closed that is not open, nor nested too deep', (kinds) => {
    for (const { text } of texts('dyck', { seqLen: 40, kinds, depth: 4 }, 200)) {
      const open: string[] = []
      for (const bracket of text) {
        if ('(['.includes(bracket)) open.push(bracket)
        else expect(`${open.pop()}${bracket}`).toMatch(/^\(\)|\[\]$/)
        expect(open.length).toBeLessThanOrEqual(4)
      }
      if (kinds === 1) expect(text).not.toMatch(/[[\]]/)
    }
  })

  it('a^n b^n: as many b as a, in the range', () => {
    for (const { text } of texts('anbn', { seqLen: 60, minCount: 2, maxCount: 4 }, 200)) {
      for (const [, a, b] of text.matchAll(/(a+)(b+)(?=a)/g)) {
        expect(a.length).toBe(b.length)
        expect(a.length >= 2 && a.length <= 4).toBe(true)
      }
    }
  })

  it.each(['reber', 'embeddedReber', 'dyck', 'anbn'] as const)(
    '%s: what comes is always among what can come, and all that can does',
    (name) => {
      const seen = new Map<string, Set<number>>()
      for (const { text, next, legal } of texts(name, {}, 300)) {
        next.forEach((symbol, t) => {
          expect(legal[t]).toContain(symbol)
          const key = `${text.slice(Math.max(0, t - 3), t + 1)}|${legal[t].join()}`
          seen.set(key, (seen.get(key) ?? new Set()).add(symbol))
        })
      }
      expect([...seen].some(([key, symbols]) => symbols.size === key.split('|')[1].split(',').length)).toBe(
        true,
      )
    },
  )
})

describe('floors', () => {
  it('of single Reber strings is 0.594 nats a symbol: six of the seven after B are a choice', () => {
    // Long rows of strings have 8 symbols a string; leaving out the sure B of each, 7.
    const { entropy, shares } = chainFacts(reberChain(), REBER_SYMBOLS.length, 20_000)
    expect(shares[0]).toBeCloseTo(1 / 8, 4)
    expect(entropy / (1 - shares[0])).toBeCloseTo((6 / 7) * Math.log(2), 4)
    expect((6 / 7) * Math.log(2)).toBeCloseTo(0.594, 3)
  })

  it.each([
    ['reber', {}],
    ['embeddedReber', {}],
    ['dyck', { kinds: 1 }],
    ['dyck', { kinds: 2, depth: 2 }],
  ] as const)('of %s with %j are what who knows what can follow loses', (name, given) => {
    const task = bindTask(settingsOf(name, given))
    const losses = texts(name, given, 3000).map(({ legal, next }) => {
      const loss = legal.reduce((sum, can, t) => {
        if (name !== 'dyck') return sum + Math.log(can.length)
        // A closing bracket comes half of the time, where it can come beside opening ones.
        const closes = can.find((symbol) => symbol % 2 === 1)
        const numOpening = can.length - (closes === undefined ? 0 : 1)
        if (closes === undefined || numOpening === 0) return sum + Math.log(can.length)
        return sum - Math.log(next[t] === closes ? 1 / 2 : 1 / (2 * numOpening))
      }, 0)
      return loss / legal.length
    })
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (losses.length - 1)
    expect(Math.abs(mean - task.floor)).toBeLessThan(4 * Math.sqrt(variance / losses.length) + 1e-9)
  })

  it('of a^n b^n is ln N a string where N counts are as likely', () => {
    const task = bindTask(settingsOf('anbn', { seqLen: 1000, minCount: 1, maxCount: 3 }))
    expect(task.floor).toBeCloseTo(Math.log(3) / 4, 2)
  })

  it('lie below the baselines, which for the embedded grammar is that of forgetting the outer symbol', () => {
    for (const name of ['reber', 'embeddedReber', 'dyck', 'anbn'] as const) {
      const { baseline, floor } = bindTask(settingsOf(name))
      expect(baseline).toBeGreaterThan(floor)
    }
    const { baseline, floor } = bindTask(settingsOf('embeddedReber', { seqLen: 1000 }))
    expect(baseline - floor).toBeCloseTo(Math.log(2) / 12, 2)
  })
})
