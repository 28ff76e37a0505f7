// @ts-check
/*
 * Runs that are exported and read by others: every cell, stacked, bidirectional and without biases, every kind of
 * loss, of supervised steps and of clipping, truncated BPTT, embedded symbols, dropout, learned initial states, and both
 * kinds of number.
 */

/**
 * An experiment as it stands in a file, and after how many updates its weights are taken: the newest checkpoint's,
 * if left out.
 * @typedef {{ name: string, experiment: object, update?: number }} Experiment
 */

const train = { batch: 5, updates: 30, threads: 1 }

/** @type {readonly Experiment[]} */
export const experiments = [
  {
    name: 'rnn-tanh',
    experiment: { task: { name: 'adding', seqLen: 12 }, model: { cell: 'rnn', hiddenSize: 7 }, train },
  },
  {
    name: 'rnn-relu-2-layers',
    experiment: {
      task: { name: 'echo' },
      model: { cell: 'rnn', nonlinearity: 'relu', numLayers: 2, hiddenSize: 6 },
      train,
    },
    update: 17,
  },
  {
    name: 'rnn-bidirectional-no-bias',
    experiment: {
      task: { name: 'parity', seqLen: 9 },
      model: { cell: 'rnn', bidirectional: true, bias: false, hiddenSize: 5 },
      clip: { mode: 'value', threshold: 0.01 },
      train,
    },
  },
  {
    name: 'residual-2-layers',
    experiment: { task: { name: 'sine' }, model: { cell: 'residual', numLayers: 2, hiddenSize: 6 }, train },
  },
  {
    name: 'residual-no-bias-tbptt',
    experiment: {
      task: { name: 'sine' },
      model: { cell: 'residual', bias: false, hiddenSize: 4 },
      train: { ...train, tbptt: 7 },
    },
    update: 10,
  },
  {
    name: 'gru',
    experiment: {
      task: { name: 'copy' },
      model: { cell: 'gru', hiddenSize: 8 },
      clip: { mode: 'norm', threshold: 0.001 },
      train,
    },
  },
  {
    name: 'gru-3-layers-bidirectional',
    experiment: {
      task: { name: 'order' },
      model: { cell: 'gru', numLayers: 3, bidirectional: true, hiddenSize: 4 },
      train,
    },
  },
  {
    name: 'gru-no-bias-tbptt-float32',
    experiment: {
      task: { name: 'echo' },
      model: { cell: 'gru', bias: false, numLayers: 2, hiddenSize: 5 },
      train: { ...train, tbptt: 6, dtype: 'float32' },
    },
    update: 13,
  },
  {
    name: 'gru-reset-before',
    experiment: {
      task: { name: 'parityEnd' },
      model: { cell: 'gru', gruVariant: 'resetBefore', hiddenSize: 8, init: 'pytorch' },
      clip: { mode: 'none' },
      train,
    },
  },
  {
    name: 'gru-reset-before-2-layers-bidirectional',
    experiment: {
      task: { name: 'order' },
      model: { cell: 'gru', gruVariant: 'resetBefore', numLayers: 2, bidirectional: true, hiddenSize: 5 },
      train: { ...train, dtype: 'float32' },
    },
  },
  {
    name: 'gru-reset-before-no-bias-tbptt',
    experiment: {
      task: { name: 'sine' },
      model: { cell: 'gru', gruVariant: 'resetBefore', bias: false, hiddenSize: 5 },
      train: { ...train, tbptt: 8 },
    },
    update: 11,
  },
  {
    name: 'lstm',
    experiment: {
      task: { name: 'copy' },
      model: { cell: 'lstm', hiddenSize: 8 },
      clip: { mode: 'step', threshold: 0.001 },
      train: { ...train, dtype: 'float32' },
    },
  },
  {
    name: 'lstm-2-layers-bidirectional-no-bias',
    experiment: {
      task: { name: 'adding' },
      model: { cell: 'lstm', numLayers: 2, bidirectional: true, bias: false, hiddenSize: 5 },
      train,
    },
    update: 0,
  },
  {
    name: 'lstm-2-layers-tbptt',
    experiment: {
      task: { name: 'echo' },
      model: { cell: 'lstm', numLayers: 2, hiddenSize: 6, init: 'pytorch' },
      train: { ...train, tbptt: 4 },
    },
    update: 14,
  },
  {
    name: 'rnn-embedding-learned-state',
    experiment: {
      task: { name: 'echo' },
      model: { cell: 'rnn', embeddingSize: 3, learnInitialState: true, hiddenSize: 6 },
      train,
    },
  },
  {
    name: 'residual-scaled-3-layers-dropout-embedding-learned-state',
    experiment: {
      task: { name: 'copy' },
      model: {
        ...{ cell: 'residual', residualScale: 0.3, numLayers: 3, hiddenSize: 5 },
        ...{ dropout: 0.4, embeddingSize: 4, learnInitialState: true },
      },
      train,
    },
  },
  {
    name: 'gru-2-layers-dropout-tbptt-learned-state-float32',
    experiment: {
      task: { name: 'echo' },
      model: { cell: 'gru', numLayers: 2, dropout: 0.3, learnInitialState: true, hiddenSize: 5 },
      train: { ...train, tbptt: 6, dtype: 'float32' },
    },
    update: 13,
  },
  {
    name: 'gru-reset-before-bidirectional-dropout-learned-state',
    experiment: {
      task: { name: 'order' },
      model: {
        ...{ cell: 'gru', gruVariant: 'resetBefore', numLayers: 2, bidirectional: true, hiddenSize: 4 },
        ...{ dropout: 0.5, learnInitialState: true },
      },
      train,
    },
  },
  {
    name: 'lstm-3-layers-bidirectional-dropout-embedding-learned-state',
    experiment: {
      task: { name: 'copy' },
      model: {
        ...{ cell: 'lstm', numLayers: 3, bidirectional: true, bias: false, hiddenSize: 4 },
        ...{ dropout: 0.25, embeddingSize: 3, learnInitialState: true },
      },
      train: { ...train, dtype: 'float32' },
    },
    update: 21,
  },
  {
    name: 'lstm-2-layers-dropout-tbptt-learned-state',
    experiment: {
      task: { name: 'echo' },
      model: { cell: 'lstm', numLayers: 2, dropout: 0.2, learnInitialState: true, hiddenSize: 5 },
      train: { ...train, tbptt: 4 },
    },
    update: 14,
  },
]
