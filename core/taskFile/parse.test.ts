import { describe, expect, it } from 'vitest'
import { describeReason } from '../contract/reasons'
import type { OwnGrammar, OwnSequences } from '../data/task'
import { parseTaskFile } from './parse'

const light = {
  title: 'Traffic light',
  alphabet: ['red', 'green', 'yellow'],
  target: 'next',
  grammar: {
    start: 'stop',
    states: {
      stop: { next: [{ symbol: 'red', to: 'ready' }] },
      ready: {
        next: [
          { symbol: 'yellow', to: 'go', probability: 0.25 },
          { symbol: 'red', to: 'ready', probability: 0.75 },
        ],
      },
      go: { next: [{ symbol: 'green', to: 'over' }] },
      over: {},
    },
  },
}

const xor = {
  alphabet: ['0', '1'],
  target: 'answer',
  at: 'end',
  validation: 0,
  sequences: [
    { input: '00', target: 'same' },
    { input: '01', target: 'other', weight: 2 },
    { input: ['1', '0'], target: 'other' },
    { input: '11', target: 'same' },
  ],
}

const numbers = {
  columns: { inputs: ['x', 'y'], targets: ['sum'] },
  target: 'answer',
  sequences: [
    {
      input: [
        [1, 2],
        [0, -1],
      ],
      target: [3, -1],
    },
  ],
}

const write = (task: unknown) => JSON.stringify(task, null, 2)

function read(task: unknown) {
  const parsed = parseTaskFile(typeof task === 'string' ? task : write(task))
  if (!parsed.ok) throw new Error(describeReason(parsed.why))
  return parsed.task
}

describe('a task in a file', () => {
  it('is a grammar, whose ends go on where strings begin', () => {
    const { source, ...task } = read(light)
    expect(task).toEqual({
      ...{ kind: 'task', title: 'Traffic light', note: null, isOfSymbols: true, target: 'next', at: 'each' },
      ...{ seqLen: 20, inputs: light.alphabet, outputs: light.alphabet },
    })
    const { states, ways, answers } = source as OwnGrammar
    expect([states, answers]).toEqual([['stop', 'ready', 'go', 'over'], null])
    expect(ways[0]).toEqual([{ symbol: 0, to: 1, probability: 1 }])
    expect(ways[1]).toEqual([
      { symbol: 2, to: 2, probability: 0.25 },
      { symbol: 0, to: 1, probability: 0.75 },
    ])
    expect(ways[3]).toEqual(ways[0])
  })

  it('has branches that are all as likely where no probability is given, and rounded ones that sum to 1', () => {
    const states = (probability?: number) => ({
      a: { next: ['x', 'y', 'z'].map((symbol) => ({ symbol, to: 'a', probability })) },
    })
    const task = (probability?: number) => ({
      ...{ alphabet: ['x', 'y', 'z'], target: 'next' },
      grammar: { start: 'a', endless: true, states: states(probability) },
    })
    for (const given of [undefined, 0.333]) {
      const { ways } = read(task(given)).source as OwnGrammar
      expect(ways[0]!.map(({ probability }) => probability)).toEqual([1 / 3, 1 / 3, 1 / 3])
    }
  })

  it('is an automaton, whose states have answers, classes in the order of the states from the start on', () => {
    const { source, outputs } = read({
      ...{ alphabet: ['0', '1'], target: 'answer', at: 'end', steps: 8 },
      grammar: {
        ...{ start: 'even', endless: true },
        states: {
          odd: {
            answer: 'no',
            next: [
              { symbol: '0', to: 'odd' },
              { symbol: '1', to: 'even' },
            ],
          },
          even: {
            answer: 'yes',
            next: [
              { symbol: '0', to: 'even' },
              { symbol: '1', to: 'odd' },
            ],
          },
        },
      },
    })
    expect(outputs).toEqual(['yes', 'no'])
    expect((source as OwnGrammar).answers).toEqual([0, 1])
  })

  it('lists sequences of symbols, as texts or lists, by their weights', () => {
    const { source, seqLen, outputs } = read(xor)
    const { inputs, targets, probabilities } = source as OwnSequences
    expect([seqLen, outputs]).toEqual([2, ['same', 'other']])
    expect([...inputs]).toEqual([0, 0, 0, 1, 1, 0, 1, 1])
    expect([...targets]).toEqual([0, 1, 1, 0])
    expect([...probabilities]).toEqual([0.2, 0.4, 0.2, 0.2])
  })

  it('lists rows of numbers, a number where there is one column', () => {
    const { source, isOfSymbols, outputs } = read(numbers)
    const { inputs, targets } = source as OwnSequences
    expect([isOfSymbols, outputs]).toEqual([false, ['sum']])
    expect([[...inputs], [...targets]]).toEqual([
      [1, 2, 0, -1],
      [3, -1],
    ])
  })

  it('asks for the next step, of which it then has one more', () => {
    const task = { alphabet: ['a', 'b'], target: 'next', sequences: [{ input: 'abba' }, { input: 'baab' }] }
    const { seqLen, source } = read(task)
    const { inputs, targets } = source as OwnSequences
    expect(seqLen).toBe(3)
    expect([...inputs]).toEqual([0, 1, 1, 1, 0, 0])
    expect([...targets]).toEqual([1, 1, 0, 0, 0, 1])
    expect([...(read({ ...task, at: 'end' }).source as OwnSequences).targets]).toEqual([0, 1])
  })

  it('holds out a share of the list, spread over it', () => {
    const sequences = Array.from({ length: 10 }, (_, i) => ({ input: '01', target: String(i) }))
    const held = (validation?: number) =>
      (read({ ...xor, validation, sequences }).source as OwnSequences).heldOut.join('')
    expect(held()).toBe('0000100001')
    expect(held(0.3)).toBe('0001001001')
    expect(held(0)).toBe('0000000000')
  })
})

/** The grammar above with one of its states changed. */
const withState = (name: string, state: unknown) => ({
  ...light,
  grammar: { ...light.grammar, states: { ...light.grammar.states, [name]: state } },
})

describe('a file that is no task is refused at its line and column', () => {
  it.each([
    ['no JSON', '{\n  "title": ,\n}', /^it is not JSON from line 2, column 12 on$/],
    ['an empty file', '', /^it is not JSON from line 1, column 1 on$/],
    ['a key twice', '{\n "at": "end",\n "at": "each"}', 'line 3, column 2: it has the key "at" twice'],
    ['no object', '[]', /^line 1, column 1: it is \[\]: expected an object with alphabet, target, grammar$/],
    [
      'no rule',
      { alphabet: ['a', 'b'], target: 'next' },
      /^line 1, column 1: neither grammar nor sequences is there: expected one of them$/,
    ],
    [
      'an unknown key',
      { ...light, colour: 1 },
      /^line \d+, column 3: colour is unknown: expected no such key$/,
    ],
    [
      'a number as a symbol',
      { ...light, alphabet: ['red', 2] },
      /^line 5, column 5: alphabet\[2\] is 2: expected a text/,
    ],
    [
      'a symbol twice',
      { ...light, alphabet: ['red', 'red'] },
      /alphabet\[2\] is "red" again: expected each name once/,
    ],
    [
      'no such start',
      { ...light, grammar: { ...light.grammar, start: 'x' } },
      /grammar.start is "x": expected one of stop, ready, go, over$/,
    ],
    [
      'a branch to nowhere',
      withState('go', { next: [{ symbol: 'green', to: 'gone' }] }),
      /column \d+: grammar.states.go.next\[1\].to is "gone": expected one of stop, ready, go, over/,
    ],
    [
      'a symbol of no alphabet',
      withState('go', { next: [{ symbol: 'blue', to: 'over' }] }),
      /grammar.states.go.next\[1\].symbol is "blue": expected one of red, green, yellow/,
    ],
    [
      'one symbol for two branches',
      withState('go', {
        next: [
          { symbol: 'green', to: 'over' },
          { symbol: 'green', to: 'go' },
        ],
      }),
      /go.next\[2\].symbol is "green": expected another symbol than the branches before it have/,
    ],
    [
      'probabilities that do not sum to 1',
      withState('go', {
        next: [
          { symbol: 'green', to: 'over', probability: 0.5 },
          { symbol: 'red', to: 'go', probability: 0.4 },
        ],
      }),
      /go.next has probabilities that sum to 0.9: expected 1/,
    ],
    [
      'a probability that is missing',
      withState('go', {
        next: [
          { symbol: 'green', to: 'over', probability: 0.5 },
          { symbol: 'red', to: 'go' },
        ],
      }),
      /go.next\[2\] has no probability: expected one/,
    ],
    [
      'a state that is never reached',
      withState('night', { next: [{ symbol: 'yellow', to: 'over' }] }),
      /^line \d+, column 7: grammar.states.night is never reached from "stop": expected a branch that leads to it$/,
    ],
    [
      'a grammar that never ends',
      withState('over', { next: [{ symbol: 'red', to: 'ready' }] }),
      /^line 12, column 7: grammar.states.stop leads to no end of a string: expected a way to a state without branches, or "endless": true$/,
    ],
    [
      'a loop from which no end is reached',
      {
        ...light,
        grammar: {
          start: 'stop',
          states: {
            stop: {
              next: [
                { symbol: 'red', to: 'over' },
                { symbol: 'green', to: 'trap' },
              ],
            },
            trap: { next: [{ symbol: 'green', to: 'trap' }] },
            over: {},
          },
        },
      },
      /grammar.states.trap leads to no end of a string/,
    ],
    ['a start without branches', withState('stop', {}), /grammar.states.stop has no branches: expected some/],
    [
      'answers without use',
      withState('go', { answer: 'x', next: [{ symbol: 'green', to: 'over' }] }),
      /go.answer is of no use/,
    ],
    ['no answers', { ...light, target: 'answer' }, /grammar.states.stop has no answer: expected one/],
    [
      'validation of a grammar',
      { ...light, validation: 0.1 },
      /validation is of no use beside grammar: expected none/,
    ],
    ['steps of a list', { ...xor, steps: 4 }, /steps is of no use/],
    [
      'sequences of two lengths',
      { ...xor, sequences: [...xor.sequences, { input: '011', target: 'same' }] },
      /^line \d+, column 7: sequences\[5\].input has 3 steps: expected 2, as the first sequence has$/,
    ],
    [
      'a step of no alphabet',
      { ...xor, sequences: [{ input: '0x', target: 'same' }] },
      /sequences\[1\].input has the step "x": expected one of 0, 1/,
    ],
    [
      'a missing answer',
      { ...xor, sequences: [{ input: '01' }] },
      /sequences\[1\] has no target: expected one/,
    ],
    [
      'too few answers',
      { ...xor, at: 'each', sequences: [{ input: '01', target: ['a'] }] },
      /sequences\[1\].target has 1 answer: expected 2, one for each step of the input/,
    ],
    [
      'one answer in all',
      { ...xor, sequences: xor.sequences.slice(1, 3) },
      /sequences has one answer in all/,
    ],
    [
      'a row of the wrong width',
      { ...numbers, sequences: [{ input: [[1, 2], [3]], target: [1, 2] }] },
      /sequences\[1\].input\[2\] has the step \[3\]: expected 2 numbers, one for each column/,
    ],
    ['an infinity', write(numbers).replace('-1', '1e999'), /expected a (number|text)/],
    ['one step', { ...xor, sequences: [{ input: '0', target: 'same' }] }, /has 1 step: expected 2 … 1000/],
  ])('%s', (_, task, message) => {
    expect(() => read(task)).toThrow(message)
  })

  it('and of many problems tells five, and how many more there are', () => {
    const sequences = Array.from({ length: 1000 }, () => ({ input: 'xy', target: 'same' }))
    const parsed = parseTaskFile(write({ ...xor, sequences }))
    expect(parsed).toMatchObject({ ok: false })
    expect(parsed.ok || describeReason(parsed.why).split('; ')).toHaveLength(6)
    expect(parsed.ok || describeReason(parsed.why)).toMatch(/; and 1995 more$/)
  })

  it('whatever its states are called', () => {
    const grammar = { start: 'toString', states: { a: {} } }
    expect(() => read({ ...light, grammar })).toThrow('grammar.start is "toString": expected one of')
    expect(() => read({ ...light, grammar: { ...grammar, start: '__proto__' } })).toThrow('grammar.start is')
  })
})
