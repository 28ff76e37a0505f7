import { describe, expect, it } from 'vitest'
import { provideData } from '../data/table'
import { indexText } from '../data/text'
import { createRandom } from '../math/random'
import { createBatch } from '../train/createBatch'
import { bindTask } from './bind'
import type { TaskSettings } from './registry'
import { taskNamed } from './registry'
import { settingsOf } from './settings.testing'
import { vocabularyOfText } from './text'

type TextSettings = Partial<TaskSettings<'text'>>

/** Settings of the task on a text. */
function ofText(content: string, given: TextSettings = {}): TaskSettings<'text'> {
  const data = [...content].map((c) => c.codePointAt(0)!.toString(16)).join('')
  const sha256 = data.padStart(64, '0').slice(-64)
  provideData({ kind: 'text', sha256, file: 'a.txt' }, indexText(content, 'utf-8'))
  const own = { source: 'file', file: 'a.txt', data: sha256, validation: 0 } as const
  return settingsOf('text', { ...own, ...given }) as TaskSettings<'text'>
}

/** The sequences of a batch as they are read, and what is asked for. */
function draw(
  settings: TaskSettings<'text'>,
  count: number,
  batches = 0,
  split: 'train' | 'validation' = 'train',
) {
  const task = bindTask(settings)
  const batch = createBatch(task.shape, task.numSupervised, task.loss, count, 'float64')
  task.generate(createRandom(1), batch, { split, batches })
  const { seqLen, inputSize } = task.shape
  const symbol = (index: number) => taskNamed('text').inputSymbol!(settings, index)
  const sequence = (at: (t: number) => number) =>
    Array.from({ length: seqLen }, (_, t) => symbol(at(t))).join('')
  return Array.from({ length: count }, (_, b) => ({
    input: sequence((t) => {
      const start = (t * count + b) * inputSize
      return batch.input.slice(start, start + inputSize).indexOf(1)
    }),
    target: sequence((t) => batch.classes[t * count + b]!),
  }))
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

describe('sequences of a text', () => {
  it('are stretches of it, each followed by its next character', () => {
    for (const { input, target } of draw(ofText(ALPHABET, { seqLen: 5, state: 'reset' }), 20)) {
      expect(ALPHABET).toContain(input)
      expect(target.slice(0, 4)).toBe(input.slice(1))
      expect(ALPHABET).toContain(input + target.at(-1)!)
    }
  })

  it('go on in the next batch where they ended, for as many readers as there are sequences', () => {
    const settings = ofText(ALPHABET, { seqLen: 4 })
    const inputs = [0, 1, 2, 3, 4].map((k) => draw(settings, 2, k).map(({ input }) => input))
    // 25 characters are read, 12 by each of two readers; the last is only asked for.
    expect(inputs.slice(0, 4)).toEqual([
      ['abcd', 'mnop'],
      ['efgh', 'qrst'],
      ['ijkl', 'uvwx'],
      ['abcd', 'mnop'],
    ])
    const { continues } = bindTask(settings)
    expect([0, 1, 2, 3, 4].map((k) => continues(2, k))).toEqual([false, true, true, false, true])
  })

  it('begin one character further on in every pass, as far as there is room', () => {
    const settings = ofText(ALPHABET, { seqLen: 5 })
    expect([0, 2, 4, 6].map((k) => draw(settings, 2, k)[0]!.input)).toEqual([
      'abcde',
      'bcdef',
      'cdefg',
      'abcde',
    ])
  })

  it('overlap where there are more readers than the text has room for', () => {
    const settings = ofText('abcdefgh', { seqLen: 4 })
    expect(draw(settings, 4).map(({ input }) => input)).toEqual(['abcd', 'bcde', 'cdef', 'defg'])
    expect(bindTask(settings).continues(4, 1)).toBe(false)
  })

  it('never go on where the state is reset', () => {
    expect(bindTask(ofText(ALPHABET, { seqLen: 4, state: 'reset' })).continues(2, 1)).toBe(false)
  })

  it('of the held-out end are of nothing else, and those to train on never reach into it', () => {
    const settings = ofText(ALPHABET, { seqLen: 3, validation: 0.25, state: 'reset' })
    const held = draw(settings, 30, 0, 'validation')
    const trained = draw(settings, 60, 0)
    expect(held.every(({ input, target }) => 'uvwxyz'.includes(input + target.at(-1)!))).toBe(true)
    expect(
      trained.every(({ input, target }) => 'abcdefghijklmnopqrst'.includes(input + target.at(-1)!)),
    ).toBe(true)
  })

  it('show rare characters as one, and white space as signs', () => {
    const [first] = draw(ofText('to be or\nnot to be', { seqLen: 8, minFreq: 2 }), 1)
    expect(first).toEqual({ input: 'to␣be␣o□', target: 'o␣be␣o□□' })
  })

  it('show a � for characters that have no glyph, such as marks of direction', () => {
    const [first] = draw(ofText('a\u200eb\u0007a\u200eb\u0007a\u2028', { seqLen: 4 }), 1)
    expect(first).toEqual({ input: 'a�b�', target: '�b�a' })
  })
})

describe('what who does not learn loses on a text', () => {
  it('is the entropy of its characters', () => {
    // a, b: 1/2 and 1/4 + 1/4.
    const settings = ofText('abacabacabac', { seqLen: 4 })
    const { baseline } = bindTask(settings)
    expect(baseline).toBeCloseTo(1.5 * Math.LN2, 12)
  })

  it('is less for who knows pairs: nothing where each follows from the one before', () => {
    const lossOf = (content: string, name: string) =>
      taskNamed('text').baselines!(ofText(content, { seqLen: 4 })).find((each) => each.name === name)!.loss
    expect(lossOf('abababababab', 'bigram')).toBeCloseTo(0, 12)
    // After a comes b in 4 of 8 pairs and c in 4; after b and c always a.
    const pairs = 'abacabacabacabaca'
    expect(lossOf(pairs, 'bigram')).toBeCloseTo(Math.LN2 / 2, 12)
    expect(lossOf(pairs, 'uniform')).toBeCloseTo(Math.log(3), 12)
  })

  it('is of the characters that are trained on, rare ones being one', () => {
    const settings = ofText('aabbxyaabbxyzzzzzzzz', { seqLen: 2, validation: 0.4, minFreq: 3 })
    // a and b 4 times each, x and y together 4 times in the 12 that are trained on.
    expect(bindTask(settings).baseline).toBeCloseTo(Math.log(3), 12)
  })

  it('is counted in a map as in a table', () => {
    const many = Array.from({ length: 3000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('')
    const [, bigram] = taskNamed('text').baselines!(ofText(many + many, { seqLen: 4 }))
    expect(bigram!.loss).toBeCloseTo(0, 9)
  })
})

describe('a text that cannot be trained on', () => {
  const problems = (settings: TaskSettings<'text'>) => taskNamed('text').problems!(settings)

  it('is shorter than a sequence, in the part that is trained on or in the one that is held out', () => {
    expect(problems(ofText(ALPHABET, { seqLen: 25 }))).toEqual([])
    expect(problems(ofText(ALPHABET, { seqLen: 26 }))).toEqual([
      { setting: 'seqLen', code: 'beyondData', params: { limit: 26 } },
    ])
    expect(problems(ofText(ALPHABET, { seqLen: 6, validation: 0.25 }))).toEqual([
      { setting: 'seqLen', code: 'beyondData', params: { limit: 6 } },
    ])
  })

  it('has nothing but rare characters', () => {
    expect(problems(ofText('abababab', { seqLen: 2, minFreq: 5 }))).toEqual([
      { setting: 'minFreq', code: 'foldsAll', params: { limit: 4 } },
    ])
  })

  it('is one of the person, of which none is named', () => {
    expect(problems(settingsOf('text', { source: 'file' }) as TaskSettings<'text'>)).toEqual([
      { setting: 'file', code: 'noFile', params: { option: '--file' } },
    ])
  })

  it('has not been read', () => {
    const settings = settingsOf('text', { source: 'file', file: 'b.txt', data: 'f'.repeat(64) })
    expect(() => bindTask(settings)).toThrow('the data of b.txt have not been read')
  })
})

describe('the texts that come along', () => {
  it.each([
    ['english', 50],
    ['chinese', 600],
  ] as const)(
    '%s has several thousand characters, no end of line of another system, and some variety',
    (name, least) => {
      const task = bindTask(settingsOf('text', { source: name }))
      expect(task.shape.inputSize).toBeGreaterThan(least)
      const { counts, characters } = { ...countsOf(name) }
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(4500)
      expect(characters).not.toContain('\r')
    },
  )
})

function countsOf(name: 'english' | 'chinese') {
  const { inputSymbol, shape } = taskNamed('text')
  const settings = settingsOf('text', { source: name })
  const { inputSize } = shape(settings)
  const characters = Array.from({ length: inputSize }, (_, index) => inputSymbol!(settings, index))
  const { text } = vocabularyOfText(settings as TaskSettings<'text'>)
  return { characters, counts: text.counts }
}
