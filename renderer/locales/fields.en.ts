import { entriesEn } from './entries.en'

/** Names and help of the experiment's fields, by their path, and the words of their choices. */
export const fieldsEn = {
  fields: {
    task: {
      name: {
        label: 'Task',
        help: 'What the network has to learn. Every task has a baseline: the loss of the best constant guess.',
      },
      ...entriesEn.taskSettings,
    },
    model: {
      cell: {
        label: 'Cell',
        help: 'The recurrent cell: how each state is computed from the previous one. The residual cell is the textbook’s equation 6.50.',
      },
      nonlinearity: { label: 'Nonlinearity', help: 'Activation function of the simple RNN.' },
      gruVariant: {
        label: 'GRU variant',
        help: 'Reset gate after the recurrent product, as PyTorch does it, or before, as the textbook does.',
      },
      hiddenSize: { label: 'Hidden size', help: 'Units in the state of each layer, H.' },
      numLayers: { label: 'Layers', help: 'Recurrent layers, each fed by the outputs of the one below.' },
      bias: { label: 'Bias', help: 'Whether the cells have bias vectors.' },
      bidirectional: {
        label: 'Bidirectional',
        help: 'A second network reads each sequence from its end. It needs what is yet to come, so there is no text and no forecast.',
      },
      init: {
        label: 'Initialization',
        help: 'How initial weights are drawn. Orthogonal keeps the gradient’s length best.',
      },
      initGain: { label: 'Gain', help: 'Factor on the initial recurrent weights.' },
      forgetBias: {
        label: 'Forget bias',
        help: 'Initial bias of the LSTM’s forget gate. 1 or 2 keeps memory open at the start.',
      },
      residualScale: {
        label: 'Residual scale',
        help: 'Factor α in h + α g. Small ones keep the gradient from growing; 1 is the textbook’s.',
      },
      embeddingSize: {
        label: 'Embedding size',
        help: 'Every symbol is read as a vector of so many learned numbers. None: as it is, one-hot.',
        empty: 'one-hot',
      },
      dropout: {
        label: 'Dropout',
        help: 'The share of a layer’s outputs that the next layer does not see in an update, drawn anew each time. Off where the network is tested.',
      },
      learnInitialState: {
        label: 'Learn initial state',
        help: 'h₀, and c₀ of an LSTM, are parameters that start as 0, instead of zeros.',
      },
    },
    branch: {
      update: {
        label: 'After update',
        help: 'So many updates come before the branch; its curves begin there.',
      },
    },
    optimizer: {
      name: { label: 'Optimizer', help: 'How a gradient becomes a change of the weights.' },
      lr: { label: 'Learning rate', help: 'Size of each change. Can be changed while it trains.' },
      momentum: { label: 'Momentum', help: 'Share of the last change that carries over.' },
      alpha: { label: 'α', help: 'Decay rate of RMSprop’s mean of squared gradients.' },
      beta1: { label: 'β₁', help: 'Decay rate of Adam’s mean gradient.' },
      beta2: { label: 'β₂', help: 'Decay rate of Adam’s mean squared gradient.' },
      eps: { label: 'ε', help: 'Keeps the division finite where gradients are tiny.' },
      weightDecay: { label: 'Weight decay', help: 'Pulls weights toward zero.', empty: 'none' },
      schedule: { label: 'Schedule', help: 'How the learning rate changes by itself during the run.' },
      stepSize: { label: 'Drop every', help: 'Updates between two drops of the learning rate.' },
      gamma: { label: 'Drop factor', help: 'Factor on the learning rate at each drop.' },
      minLr: { label: 'Lowest rate', help: 'The learning rate at the end of the cosine.' },
      warmup: { label: 'Warm-up', help: 'Updates over which the learning rate rises from zero.' },
    },
    clip: {
      mode: {
        label: 'Clipping',
        help: 'What is limited: the norm of all gradients, each value, or the gradient of the state at every step.',
      },
      threshold: {
        label: 'Clip threshold',
        help: 'Limit that clipping enforces. Can be changed while it trains.',
      },
    },
    train: {
      batch: { label: 'Batch size', help: 'Sequences per update. Every batch is drawn anew.' },
      updates: { label: 'Updates', help: 'Optimizer steps until the run is done.' },
      tbptt: {
        label: 'Truncate after',
        help: 'Truncated BPTT: the gradient goes back at most this many steps.',
        empty: 'through the whole sequence',
      },
      dtype: {
        label: 'Precision',
        help: 'float64 agrees with the formulas to sixteen digits; float32 takes half the time.',
      },
      threads: {
        label: 'Threads',
        help: 'Threads that share the work of an update. The results are the same with any number.',
        empty: 'automatic',
      },
      seed: { label: 'Seed', help: 'Same experiment and seed, same numbers, on every machine.' },
      initSeed: {
        label: 'Weights from',
        help: 'A seed of its own for the initial weights.',
        empty: 'from the seed',
      },
      dataSeed: { label: 'Data from', help: 'A seed of its own for the sequences.', empty: 'from the seed' },
      stop: {
        loss: {
          label: 'Stop below',
          help: 'Ends the run once the smoothed loss falls below this.',
          empty: 'off',
        },
        patience: {
          label: 'Patience',
          help: 'Ends the run after this long without a better loss.',
          empty: 'off',
        },
        seconds: { label: 'Time limit', help: 'Ends the run after this time.', empty: 'off' },
      },
    },
    evaluation: {
      every: {
        label: 'Evaluate every',
        help: 'So many updates lie between two evaluations on held-out sequences.',
        empty: 'automatic: a few percent of the time',
      },
      sequences: {
        label: 'Held-out sequences',
        help: 'Sequences of the trained length on which the network is tested; half as many of each greater length. 0: no evaluation.',
      },
      longest: {
        label: 'Up to times as long',
        help: 'The network is also tested on sequences 2, 4, 8, … times as long as the trained ones, up to this.',
      },
      seed: {
        label: 'Held-out seed',
        help: 'Seed of the held-out sequences. Runs that share it are tested on the same ones, whatever their own seed.',
      },
      outputEvery: {
        label: 'Text or forecast every',
        help: 'So many updates lie between two texts that the network writes, or two forecasts. All are kept with the run.',
        empty: 'automatic: often at first, then by estimate at most 2% of the work',
      },
    },
  },
  options: {
    task: { name: entriesEn.tasks, ...entriesEn.taskOptions },
    model: {
      cell: entriesEn.cells,
      nonlinearity: { tanh: 'tanh', relu: 'ReLU' },
      gruVariant: { resetAfter: 'Reset after', resetBefore: 'Reset before' },
      init: {
        pytorch: 'PyTorch, uniform',
        orthogonal: 'Orthogonal',
        glorot: 'Glorot',
        identity: 'Identity (IRNN)',
      },
    },
    optimizer: {
      name: {
        sgd: 'SGD',
        momentum: 'Momentum',
        nesterov: 'Nesterov',
        rmsprop: 'RMSprop',
        adam: 'Adam',
        adamw: 'AdamW',
      },
      schedule: { constant: 'Constant', step: 'Drops', cosine: 'Cosine' },
    },
    clip: { mode: { none: 'None', norm: 'Global norm', value: 'Each value', step: 'Each time step' } },
    train: { dtype: { float64: 'float64', float32: 'float32' } },
  },
}
