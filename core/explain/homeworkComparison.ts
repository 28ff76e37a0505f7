import part5 from '../homework/reference/part5_numpy_vs_torch.json'
import { computePart5 } from '../homework/part5'
import { sumOfStack } from '../homework/rnnCellTorch'
import type { Nested, Tensor } from '../homework/tensor'
import { fromNested } from '../homework/tensor'
import type { Equation } from './equation'
import { derive, equation } from './equation'
import type { Matrix, Name } from './matrix'
import { elementTex, plainMatrix, stateMatrix } from './matrix'
import { stepId } from './stepId'
import { listed, plus } from './terms'

/** A result by both programs: the homework's class, and torch.nn.RNN. */
interface Compared {
  readonly name: Name
  /** Whether a row is a sequence of the batch, so that it is shown as a column. */
  readonly hasItems: boolean
  readonly ours: Tensor
  readonly torch: Tensor
}

/** Everything that part 5 compares, computed by the class `RNNCell` of `core/homework`. */
export function comparedResults(): Compared[] {
  const { torch } = part5
  const { cell, hidden } = computePart5()
  const overTime = (letter: string, ours: readonly Tensor[], theirs: readonly Nested[]): Compared[] =>
    ours.map((tensor, t) => ({
      name: { tex: `${letter.replace('d', '\\mathrm{d}')}_{${t + 1}}`, text: `${letter}_${t + 1}` },
      hasItems: true,
      ours: tensor,
      torch: fromNested(theirs[t]),
    }))
  const whole = (tex: string, text: string, ours: Tensor, theirs: Nested, hasItems = false): Compared => ({
    name: { tex: `\\mathrm{d}${tex}`, text: `d${text}` },
    hasItems,
    ours,
    torch: fromNested(theirs),
  })
  return [
    ...overTime('h', hidden, torch.hidden),
    ...overTime('dx', cell.dxList, torch.dx),
    whole('W_{ih}', 'weight_ih', sumOfStack(cell.dWIhStack), torch.dw_ih),
    whole('W_{hh}', 'weight_hh', sumOfStack(cell.dWHhStack), torch.dw_hh),
    whole('b_{ih}', 'bias_ih', sumOfStack(cell.dBIhStack), torch.db_ih),
    whole('b_{hh}', 'bias_hh', sumOfStack(cell.dBHhStack), torch.db_hh),
    whole('h_{0}', 'h_0', cell.gradH0, torch.dh0_extra, true),
  ]
}

/** The largest difference between both programs over all results. */
export function largestDifference(): number {
  return Math.max(
    ...comparedResults().flatMap(({ ours, torch }) =>
      [...ours.data].map((value, i) => Math.abs(value - torch.data[i])),
    ),
  )
}

/** A line for each result: that of the class less that of torch.nn.RNN. */
export function comparisonStep(): Equation[] {
  return comparedResults().map((compared) => {
    const ours = matrixOf(compared, 'RNNCell', compared.ours)
    const torch = matrixOf(compared, 'torch', compared.torch)
    const minus = listed(`- ${torch.name.tex}`, [torch], (row, col) => [
      {
        tex: `-${elementTex(torch, row, col)}`,
        value: -torch.at(row, col),
        sources: [{ matrix: torch, row, col }],
      },
    ])
    const terms = [plus(ours), minus]
    const { tex, text } = compared.name
    const name = { tex: `\\Delta ${tex}`, text: `difference of ${text}` }
    const ref = { kind: 'difference', stage: 'comparison', letter: text } as const
    return equation(derive({ ref, name, madeIn: stepId('comparison') }, ours, terms), terms)
  })
}

function matrixOf(
  { name, hasItems }: Compared,
  program: 'RNNCell' | 'torch',
  { shape, data }: Tensor,
): Matrix {
  const { tex, text } = name
  const identity = {
    ref: { kind: 'ofProgram', stage: program, letter: text } as const,
    name: { tex: `{${tex}}^{\\text{${program}}}`, text: `${text} by ${program}` },
    madeIn: null,
  }
  const [rows, cols = 1] = shape
  return hasItems ? stateMatrix(identity, data, 0, cols, rows) : plainMatrix(identity, data, 0, rows, cols)
}
