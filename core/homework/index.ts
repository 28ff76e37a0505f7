/*
 * The functions of NNDL's chapter 6 exercises: 6-1P (`rnnForward`, `rnnBackward` and their cells), 6-2
 * (`deltas`, `doubleSums`) and 6-2P (`RNNCell`), in the textbook's layout unless they say PyTorch's.
 */
export { deltas, doubleSums } from './doubleSum'
export type { DoubleSums } from './doubleSum'
export { rnnBackward, rnnForward } from './rnn'
export type { Caches, SequenceGradients } from './rnn'
export { crossEntropyScores, rnnCellBackward, rnnCellForward, softmax } from './rnnCell'
export type { CellCache, CellGradients, ParameterGradients, Parameters } from './rnnCell'
export { RNNCell, sumOfStack } from './rnnCellTorch'
export type { RNNCellWeights } from './rnnCellTorch'
export { at, fromNested, zeros } from './tensor'
export type { Nested, Tensor } from './tensor'
