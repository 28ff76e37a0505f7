import { rm } from 'node:fs/promises'
import protobuf from 'protobufjs/minimal'
import { expect, it } from 'vitest'
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from '../../core/formats/onnx/graph'
import { recurrentGraph } from '../../core/formats/onnx/recurrentGraph'
import { findParameter } from '../../core/nn/parameter'
import { makeFolder } from '../store/keptRun.testing'
import { bytesOf, trained } from './exchange.testing'
import { sourceOf } from './exportRun'
import { onnx } from './onnx'

type Fields = readonly { readonly field: number; readonly value: Uint8Array | number }[]

/** The fields of a message, those of length-delimited ones as bytes. */
function fieldsOf(bytes: Uint8Array): Fields {
  const reader = protobuf.Reader.create(bytes)
  const fields: { field: number; value: Uint8Array | number }[] = []
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    fields.push({ field: tag >>> 3, value: (tag & 7) === 0 ? Number(reader.int64()) : reader.bytes() })
  }
  return fields
}

const all = (fields: Fields, field: number) =>
  fields.filter((each) => each.field === field).map(({ value }) => value)
const messages = (fields: Fields, field: number) =>
  all(fields, field).map((value) => fieldsOf(value as Uint8Array))
const texts = (fields: Fields, field: number) =>
  all(fields, field).map((value) => Buffer.from(value as Uint8Array).toString())
const text = (fields: Fields, field: number) => texts(fields, field)[0]!
const numbers = (fields: Fields, field: number) => all(fields, field) as number[]

/** A graph read by the numbers of `onnx.proto`'s fields. */
function graphOf(fields: Fields): OnnxGraph {
  return {
    name: text(fields, 2),
    nodes: messages(fields, 1).map((node): OnnxNode => {
      const attributes = messages(node, 5).map(
        (attribute) => [text(attribute, 1), attributeOf(attribute)] as const,
      )
      const [type, inputs, outputs] = [text(node, 4), texts(node, 1), texts(node, 2)]
      return { type, inputs, outputs, attributes: Object.fromEntries(attributes) }
    }),
    initializers: messages(fields, 5).map((tensor): OnnxTensor => {
      const { buffer } = new Uint8Array(all(tensor, 9)[0] as Uint8Array)
      const isFloat = numbers(tensor, 2)[0] === 1
      const data = isFloat ? new Float32Array(buffer) : new BigInt64Array(buffer)
      return { name: text(tensor, 8), shape: numbers(tensor, 1), data }
    }),
    inputs: messages(fields, 11).map(valueOf),
    outputs: messages(fields, 12).map(valueOf),
  }
}

function attributeOf(fields: Fields): OnnxAttribute {
  const [type] = numbers(fields, 20)
  if (type === 2) return { kind: 'int', value: numbers(fields, 3)[0]! }
  if (type === 3) return { kind: 'string', value: text(fields, 4) }
  if (type === 5) return { kind: 'graph', value: graphOf(messages(fields, 6)[0]!) }
  if (type === 7) return { kind: 'ints', value: numbers(fields, 8) }
  return { kind: 'strings', value: texts(fields, 9) }
}

function valueOf(fields: Fields): OnnxValue {
  const tensor = messages(messages(fields, 2)[0]!, 1)[0]!
  expect(numbers(tensor, 1)).toEqual([1])
  const extents = messages(messages(tensor, 2)[0]!, 1)
  return { name: text(fields, 1), shape: extents.map((extent) => numbers(extent, 1)[0] ?? text(extent, 2)) }
}

it.each(['gru', 'residual'] as const)('the file holds the graph, of operator set 17: %s', async (cell) => {
  const folder = await makeFolder()
  try {
    const run = await trained(folder, {
      ...{ task: { name: 'adding', seqLen: 6 }, model: { cell, hiddenSize: 3, numLayers: 2 } },
      train: { batch: 4, updates: 20, threads: 1 },
    })
    const model = fieldsOf(await bytesOf(onnx, run, 12))
    const trainer = await sourceOf(run, 12, () => undefined).trainer()
    const { spec, parameters } = trainer.model
    expect(graphOf(messages(model, 7)[0]!)).toEqual(
      recurrentGraph(spec, (name) => findParameter(parameters, name).value),
    )
    expect([numbers(model, 1), text(model, 2)]).toEqual([[8], 'unroll'])
    expect(numbers(messages(model, 8)[0]!, 2)).toEqual([17])
    const metadata = messages(model, 14).map((entry) => [text(entry, 1), text(entry, 2)])
    expect(metadata.slice(0, 2)).toEqual([
      ['run', 'a-run'],
      ['update', '12'],
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
