/** Settings of a model that not every cell has. */
export type CellSetting = 'nonlinearity' | 'gruVariant' | 'bidirectional' | 'forgetBias' | 'residualScale'

/** What there is to know of a cell besides its equations. */
export interface CellKind {
  /** Names of the row blocks of weights and biases, in PyTorch's order. */
  readonly gateNames: readonly string[]
  /** Which of them are sigmoids and so can saturate at 0 and 1. */
  readonly sigmoidGates: readonly string[]
  /** Whether it has a state c beside h. */
  readonly hasCellState: boolean
  /** Which of the settings that not every cell has apply to it. */
  readonly settings: readonly CellSetting[]
  /** Numbers that it keeps of every step, batch item and unit for the way back, at most. */
  readonly numbersPerUnit: number
  /** What reference files call it. */
  readonly referenceName: string
}

/**
 * Every cell by its name, in the order in which they are offered. Plain data, so that the window and the
 * experiment can read it: the equations are in `core/cells`.
 */
export const cellKinds = {
  /** torch.nn.RNN. */
  rnn: {
    gateNames: ['h'],
    sigmoidGates: [],
    hasCellState: false,
    settings: ['nonlinearity', 'bidirectional'],
    numbersPerUnit: 4,
    referenceName: 'rnn',
  },
  /** NNDL eq. 6.50. */
  residual: {
    gateNames: ['g'],
    sigmoidGates: [],
    hasCellState: false,
    settings: ['residualScale'],
    numbersPerUnit: 4,
    referenceName: 'res_rnn',
  },
  /** torch.nn.GRU, and the textbook's. */
  gru: {
    gateNames: ['r', 'z', 'n'],
    sigmoidGates: ['r', 'z'],
    hasCellState: false,
    settings: ['gruVariant', 'bidirectional'],
    numbersPerUnit: 10,
    referenceName: 'gru',
  },
  /** torch.nn.LSTM. */
  lstm: {
    gateNames: ['i', 'f', 'g', 'o'],
    sigmoidGates: ['i', 'f', 'o'],
    hasCellState: true,
    settings: ['bidirectional', 'forgetBias'],
    numbersPerUnit: 13,
    referenceName: 'lstm',
  },
} satisfies Readonly<Record<string, CellKind>>

export type CellName = keyof typeof cellKinds

export const cellNames = Object.keys(cellKinds) as [CellName, ...CellName[]]

/** The cells that a setting applies to. */
export function cellsWith(setting: CellSetting): CellName[] {
  return cellNames.filter((name) => cellKindOf(name).settings.includes(setting))
}

/** What there is to know of a cell. */
export function cellKindOf(name: CellName): CellKind {
  return cellKinds[name]
}

/** Whether the units of a cell are relu's, which let a gradient through or not. */
export function isRelu({ cell, nonlinearity }: { cell: CellName; nonlinearity: string }): boolean {
  return nonlinearity === 'relu' && cellKindOf(cell).settings.includes('nonlinearity')
}
