import protobuf from 'protobufjs/minimal'
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from '../../core/formats/onnx/graph'

/*
 * ONNX's models in protobuf; numbers of fields from onnx.proto. Version 8 of the format came with operator set 17.
 */

const IR_VERSION = 8
const OPSET = 17

const FLOAT = 1
const INT64 = 7
const ATTRIBUTE_TYPES = { int: 2, string: 3, graph: 5, ints: 7, strings: 8 } as const

type Writer = protobuf.Writer

const number = (writer: Writer, field: number, value: number) => writer.uint32(field << 3).int64(value)
const text = (writer: Writer, field: number, value: string) => writer.uint32((field << 3) | 2).string(value)
const message = (writer: Writer, field: number, write: (inner: Writer) => void) => {
  writer.uint32((field << 3) | 2).fork()
  write(writer)
  writer.ldelim()
}

/** A model as a file: one graph, and what is known of it besides. */
export function encodeOnnx(
  graph: OnnxGraph,
  {
    version,
    description,
    metadata,
  }: { version: string; description: string; metadata: Record<string, string> },
): Uint8Array {
  const writer = protobuf.Writer.create()
  number(writer, 1, IR_VERSION)
  text(writer, 2, 'unroll')
  text(writer, 3, version)
  text(writer, 6, description)
  message(writer, 7, (inner) => writeGraph(inner, graph))
  message(writer, 8, (inner) => {
    text(inner, 1, '')
    number(inner, 2, OPSET)
  })
  for (const [key, value] of Object.entries(metadata)) {
    message(writer, 14, (inner) => text(text(inner, 1, key), 2, value))
  }
  return writer.finish()
}

function writeGraph(writer: Writer, { name, nodes, initializers, inputs, outputs }: OnnxGraph): void {
  for (const node of nodes) message(writer, 1, (inner) => writeNode(inner, node))
  text(writer, 2, name)
  for (const tensor of initializers) message(writer, 5, (inner) => writeTensor(inner, tensor))
  for (const value of inputs) message(writer, 11, (inner) => writeValue(inner, value))
  for (const value of outputs) message(writer, 12, (inner) => writeValue(inner, value))
}

function writeNode(writer: Writer, { type, inputs, outputs, attributes }: OnnxNode): void {
  for (const input of inputs) text(writer, 1, input)
  for (const output of outputs) text(writer, 2, output)
  text(writer, 3, outputs.join('_'))
  text(writer, 4, type)
  for (const [name, attribute] of Object.entries(attributes)) {
    message(writer, 5, (inner) => writeAttribute(text(inner, 1, name), attribute))
  }
}

function writeAttribute(writer: Writer, attribute: OnnxAttribute): void {
  if (attribute.kind === 'int') number(writer, 3, attribute.value)
  else if (attribute.kind === 'string') text(writer, 4, attribute.value)
  else if (attribute.kind === 'graph') message(writer, 6, (inner) => writeGraph(inner, attribute.value))
  else if (attribute.kind === 'ints') for (const value of attribute.value) number(writer, 8, value)
  else for (const value of attribute.value) text(writer, 9, value)
  number(writer, 20, ATTRIBUTE_TYPES[attribute.kind])
}

function writeTensor(writer: Writer, { name, shape, data }: OnnxTensor): void {
  for (const extent of shape) number(writer, 1, extent)
  number(writer, 2, data instanceof Float32Array ? FLOAT : INT64)
  text(writer, 8, name)
  writer.uint32((9 << 3) | 2).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function writeValue(writer: Writer, { name, shape }: OnnxValue): void {
  text(writer, 1, name)
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      number(tensor, 1, FLOAT)
      message(tensor, 2, (extents) => {
        for (const extent of shape) {
          message(extents, 1, (inner) => {
            if (typeof extent === 'number') number(inner, 1, extent)
            else text(inner, 2, extent)
          })
        }
      })
    }),
  )
}
