/** What threads can share, see `threads.ts`. */
export enum Job {
  Product,
  ProductAtB,
  LstmForward,
  LstmBackward,
  GruForward,
  GruBackward,
  Tanh,
  TanhBackward,
  AddToRows,
  SoftmaxRows,
}
