export { packColumns, packRows } from './pack'
export { product, productAtB, SCRATCH_BYTES } from './product'
export { setScratch } from './scratch'
export { gruBackward, gruForward, lstmBackward, lstmForward } from './gates'
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
