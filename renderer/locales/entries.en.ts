import type { CellName } from '../../core/kinds/cells'
import type { LossName } from '../../core/kinds/losses'
import type { TaskName } from '../../core/tasks/registry'

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
