import type { CellName } from '../../../core/kinds/cells'

/**
 * A value that stands in a diagram: a state before or after the step, the input, or a block of weights'
 * output.
 */
export type DiagramValue = 'x' | 'hBefore' | 'h' | 'cBefore' | 'c' | { readonly block: string }

interface DiagramNode {
  readonly kind: 'state' | 'gate' | 'candidate'
  readonly x: number
  readonly y: number
  readonly symbol: string
  readonly value: DiagramValue
}

interface Operation {
  readonly x: number
  readonly y: number
  readonly sign: string
}

/** How a cell computes a step, as a drawing in a box of `width` x `height`. */
export interface CellDiagram {
  readonly width: number
  readonly height: number
  readonly nodes: readonly DiagramNode[]
  readonly operations: readonly Operation[]
  /** SVG paths, each with an arrow at its end. */
  readonly arrows: readonly string[]
  /** The same without. */
  readonly lines: readonly string[]
  readonly labels: readonly { readonly x: number; readonly y: number; readonly text: string }[]
  /** The step in one line, as the diagram shows it. */
  readonly equation: string
}

/** Half the width and half the height of a node, and the radius of an operation. */
export const NODE = { x: 26, y: 18, operation: 10 } as const

const state = (x: number, y: number, symbol: string, value: DiagramValue): DiagramNode => ({
  kind: 'state',
  ...{ x, y, symbol, value },
})
const gate = (x: number, y: number, block: string): DiagramNode => ({
  kind: 'gate',
  ...{ x, y, symbol: block, value: { block } },
})
const candidate = (x: number, y: number, block: string): DiagramNode => ({
  kind: 'candidate',
  ...{ x, y, symbol: block, value: { block } },
})
const times = (x: number, y: number): Operation => ({ x, y, sign: '×' })
const plus = (x: number, y: number): Operation => ({ x, y, sign: '+' })

/** The way from the states on the left to those on the right, cell by cell. */
const diagrams: Readonly<Record<CellName, CellDiagram>> = {
  /** h_t = f(W x_t + W h_{t-1} + b) */
  rnn: {
    width: 340,
    height: 130,
    nodes: [state(30, 30, 'hₜ₋₁', 'hBefore'), state(30, 100, 'xₜ', 'x'), state(306, 65, 'hₜ', 'h')],
    operations: [plus(140, 65)],
    arrows: ['M56 30H140V54', 'M56 100H140V76', 'M151 65H278'],
    lines: [],
    labels: [
      { x: 98, y: 22, text: 'W' },
      { x: 98, y: 92, text: 'W' },
      { x: 214, y: 57, text: 'f' },
    ],
    equation: String.raw`\bm{h}_t = f(\bm{W}_{ih}\bm{x}_t + \bm{W}_{hh}\bm{h}_{t-1} + \bm{b})`,
  },
  /** h_t = h_{t-1} + g_t */
  residual: {
    width: 340,
    height: 130,
    nodes: [
      state(30, 30, 'hₜ₋₁', 'hBefore'),
      state(30, 100, 'xₜ', 'x'),
      candidate(160, 100, 'g'),
      state(306, 30, 'hₜ', 'h'),
    ],
    operations: [plus(230, 30)],
    arrows: ['M56 30H218', 'M241 30H278', 'M56 100H132', 'M186 100H230V42'],
    lines: ['M92 30V100'],
    labels: [{ x: 170, y: 22, text: '1' }],
    equation: String.raw`\bm{h}_t = \bm{h}_{t-1} + \bm{g}_t`,
  },
  /** h_t = (1 - z) n + z h_{t-1} */
  gru: {
    width: 400,
    height: 215,
    nodes: [
      state(30, 30, 'hₜ₋₁', 'hBefore'),
      state(30, 145, 'xₜ', 'x'),
      gate(150, 90, 'z'),
      gate(150, 145, 'r'),
      candidate(300, 145, 'n'),
      state(370, 30, 'hₜ', 'h'),
    ],
    operations: [times(150, 30), plus(300, 30), times(300, 90), times(225, 145)],
    arrows: [
      'M56 30H138',
      'M161 30H288',
      'M311 30H342',
      'M150 72V42',
      'M176 90H288',
      'M300 79V42',
      'M300 127V102',
      'M92 90H122',
      'M92 145H122',
      'M176 145H213',
      'M236 145H272',
      'M92 195H225V157',
      'M225 195H300V165',
    ],
    lines: ['M92 30V195', 'M56 145H92'],
    labels: [
      { x: 232, y: 82, text: '1 − z' },
      { x: 222, y: 22, text: 'z ⊙ hₜ₋₁' },
    ],
    equation: String.raw`\bm{h}_t = (1-\bm{z}_t) \odot \bm{n}_t + \bm{z}_t \odot \bm{h}_{t-1}`,
  },
  /** c_t = f c_{t-1} + i g,  h_t = o tanh(c_t) */
  lstm: {
    width: 400,
    height: 225,
    nodes: [
      state(30, 30, 'cₜ₋₁', 'cBefore'),
      gate(110, 135, 'f'),
      gate(180, 135, 'i'),
      candidate(250, 135, 'g'),
      gate(320, 135, 'o'),
      state(370, 30, 'cₜ', 'c'),
      state(370, 85, 'hₜ', 'h'),
      state(30, 155, 'hₜ₋₁', 'hBefore'),
      state(30, 200, 'xₜ', 'x'),
    ],
    operations: [times(110, 30), plus(215, 30), times(215, 85), times(320, 85)],
    arrows: [
      'M56 30H98',
      'M121 30H203',
      'M226 30H342',
      'M110 117V42',
      'M180 117V85H203',
      'M250 117V85H227',
      'M215 74V42',
      'M320 117V97',
      'M320 30V73',
      'M331 85H342',
      'M110 180V155',
      'M180 180V155',
      'M250 180V155',
      'M320 180V155',
    ],
    lines: ['M56 155H74V180', 'M56 200H74V180', 'M74 180H320'],
    labels: [{ x: 336, y: 56, text: 'tanh' }],
    equation: String.raw`\bm{c}_t = \bm{f}_t \odot \bm{c}_{t-1} + \bm{i}_t \odot \bm{g}_t, \quad \bm{h}_t = \bm{o}_t \odot \tanh \bm{c}_t`,
  },
}

/** A cell's diagram; null for one that nobody has drawn. */
export function diagramOf(cell: CellName): CellDiagram | null {
  return diagrams[cell] ?? null
}
