import part5 from './reference/part5_numpy_vs_torch.json'
import { RNNCell } from './rnnCellTorch'
import { fromNested, type Tensor } from './tensor'

/** The test of part 5 as the class `RNNCell` computes it: its states, and the cell after all steps back. */
export function computePart5(): { readonly cell: RNNCell; readonly hidden: readonly Tensor[] } {
  const { inputs } = part5
  const cell = new RNNCell({
    weightIh: fromNested(inputs.weight_ih),
    weightHh: fromNested(inputs.weight_hh),
    biasIh: fromNested(inputs.bias_ih),
    biasHh: fromNested(inputs.bias_hh),
  })
  cell.startSequence(fromNested(inputs.h3[0]))
  const hidden = inputs.x3.map((x) => cell.forward(fromNested(x)))
  for (const dh of inputs.dh.toReversed()) cell.backward(fromNested(dh))
  return { cell, hidden }
}
