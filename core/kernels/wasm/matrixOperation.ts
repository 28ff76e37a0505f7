/** The kernels of matrices as commands name them; loops are named by their place in the function table. */
export enum MatrixOperation {
  Product,
  ProductAtB,
  PackColumns,
  PackRows,
  AddToRows,
  AddSumOfRuns,
  SoftmaxRows,
}
