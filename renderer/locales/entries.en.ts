import type { CellName } from '../../core/kinds/cells'
import type { LossName } from '../../core/kinds/losses'
import type { TaskName } from '../../core/tasks/registry'

/** A sentence for each thing to know of a task. */
type TaskFacts = Record<'input' | 'target' | 'memory' | 'trivial', string>

/** Words of the tasks, cells and losses: a new one gets its words here, and in the other language. */
export const entriesEn = {
  tasks: {
    adding: 'Adding',
    copy: 'Copy memory',
    echo: 'Delayed echo',
    parity: 'Running parity',
    parityEnd: 'Parity at the end',
    order: 'Temporal order',
    sine: 'Sine forecast',
  } satisfies Record<TaskName, string>,
  /** What goes in, what must come out, what must be remembered, and the answer that needs no learning. */
  taskFacts: {
    adding: {
      input: 'Random numbers from 0 to 1. Two of them are marked, one in each half.',
      target: 'After the last step, the sum of the two marked numbers.',
      memory: 'The marked numbers, and nothing else, up to the end.',
      trivial: 'Always 1, the mean of all sums.',
    },
    copy: {
      input: 'A few random symbols, then blanks (·), then a signal to start (▸).',
      target: 'Blanks up to the signal, then the symbols in their order.',
      memory: 'All the symbols and their order, across the delay.',
      trivial: 'Blanks where they belong, then all symbols equally likely.',
    },
    echo: {
      input: 'A random symbol at every step.',
      target: 'At every step, the symbol from a fixed number of steps before: the delay.',
      memory: 'The latest symbols in their order, as many as the delay has steps.',
      trivial: 'All symbols equally likely.',
    },
    parity: {
      input: 'A random bit at every step.',
      target: 'At every step, whether the number of ones so far is even (0) or odd (1).',
      memory: 'Every bit counts, but one bit is enough to remember: the parity so far.',
      trivial: 'Even and odd equally likely.',
    },
    parityEnd: {
      input: 'A random bit at every step.',
      target: 'Only after the last step, whether the number of ones is even (0) or odd (1).',
      memory: 'The parity so far. It is never asked for on the way, so training gets no hint of it.',
      trivial: 'Even and odd equally likely.',
    },
    order: {
      input: 'Random letters a to d between B (begin) and E (end), and among them a few marks, X or Y.',
      target: 'After the last step, the marks in the order in which they came.',
      memory: 'The marks and their order; the other letters say nothing.',
      trivial: 'All orders equally likely.',
    },
    sine: {
      input: 'A sine wave of random period and phase, one value a step.',
      target: 'At every step, the next value.',
      memory: 'The last few values: they tell the period and the phase.',
      trivial: 'The next value equals this one.',
    },
  } satisfies Record<TaskName, TaskFacts>,
  /** By the names that tasks give their settings. */
  taskSettings: {
    seqLen: {
      label: 'Sequence length',
      help: 'Time steps in one sequence. Longer means a longer way back for the gradient.',
    },
    length: { label: 'Symbols to copy', help: 'How many symbols have to be remembered and written down.' },
    delay: { label: 'Delay', help: 'Steps between seeing a symbol and having to output it.' },
    alphabet: { label: 'Alphabet', help: 'How many different symbols there are.' },
    marks: { label: 'Marks', help: 'How many marks, X or Y, whose order is asked for at the end.' },
    minPeriod: {
      label: 'Shortest period',
      help: 'Shortest period of a sine whose next value is asked for, in time steps.',
    },
    maxPeriod: { label: 'Longest period', help: 'Longest period of a sine, in time steps.' },
  },
  cells: { rnn: 'Simple RNN', residual: 'Residual', gru: 'GRU', lstm: 'LSTM' } satisfies Record<
    CellName,
    string
  >,
  /** What goes before the word "cell". */
  cellsInSentences: {
    rnn: 'simple recurrent',
    residual: 'residual',
    gru: 'GRU',
    lstm: 'LSTM',
  } satisfies Record<CellName, string>,
  /** What a loss is measured in. */
  lossUnits: { crossEntropy: 'cross-entropy, nats', mse: 'mean squared error' } satisfies Record<
    LossName,
    string
  >,
}
