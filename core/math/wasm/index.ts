export { packColumns, packRows } from './pack'
export { product, productAtB, setScratch, SCRATCH_BYTES } from './product'
export {
  addProduct,
  addSumOfRows,
  addToRows,
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
  tanh,
  tanhBackward,
} from './pointwise'
export { limit, scale, softmaxRows, sumOfSquares } from './reduce'
export { adam, momentum, rmsprop, sgd } from './optimizers'
