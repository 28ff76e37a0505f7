/*
 * A graph of ONNX as plain data: what `onnx.proto` calls NodeProto, TensorProto and GraphProto, as far as
 * recurrent networks need them.
 * @see https://onnx.ai/onnx/repo-docs/IR.html
 */

export interface OnnxTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array | BigInt64Array
}

export type OnnxAttribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }

export interface OnnxNode {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

/** A float32 value that goes in or comes out; an extent that is a word can be any. */
export interface OnnxValue {
  readonly name: string
  readonly shape: readonly (number | string)[]
}

export interface OnnxGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

/** A node, its attributes as they are written. */
export function node(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): OnnxNode {
  return { type, inputs, outputs, attributes }
}

export const int = (value: number): OnnxAttribute => ({ kind: 'int', value })
export const ints = (value: readonly number[]): OnnxAttribute => ({ kind: 'ints', value })
export const string = (value: string): OnnxAttribute => ({ kind: 'string', value })
export const strings = (value: readonly string[]): OnnxAttribute => ({ kind: 'strings', value })
export const graph = (value: OnnxGraph): OnnxAttribute => ({ kind: 'graph', value })

/** A tensor of whole numbers. */
export function integers(name: string, values: readonly number[]): OnnxTensor {
  return { name, shape: [values.length], data: BigInt64Array.from(values, BigInt) }
}
