export { packColumns, packRows } from './pack'
export { product as productAlone, SCRATCH_BYTES } from './product'
export { setScratch } from './scratch'
export {
  addProduct,
  addSumOfRows,
  copy,
  mix,
  multiply,
  multiplyComplement,
  relu,
  reluBackward,
  sigmoid,
  sigmoidBackward,
  subtract,
  sum,
} from './pointwise'
export { limit, scale, sumOfSquares } from './reduce'
export { adam, momentum, rmsprop, sgd } from './optimizers'
export {
  addToRows,
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  product,
  productAtB,
  softmaxRows,
  tanh,
  tanhBackward,
} from './shared'
export { CONTROL_BYTES, helpedChunks, serve, setControl, stopHelpers } from './threads'
