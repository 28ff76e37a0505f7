import {
  Field,
  Float64,
  List,
  makeBuilder,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint32,
  Utf8,
} from 'apache-arrow'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Observation } from '../../core/contract/observation'
import { observationSchema } from '../../core/contract/observation'
import type { KeptPart } from '../../core/contract/views'
import { emptyObservation, keptParts } from '../../core/contract/views'
import { readJson } from '../../core/formats/json'
import type { Layout } from './diagnosticsDocument'
import { gather, spread } from './diagnosticsDocument'
import type { ArrowBuffers } from './arrowMessage'
import { messageAt, PREFIX_BYTES, streamHeader, textsIn, uint32sIn } from './arrowMessage'

/*
 * `diagnostics.arrows`: what was observed of a run, an Arrow IPC stream with a row a view: the update, the
 * view's name, its numbers in one list, and the layout that says where each belongs, as JSON. A row without a
 * layout has that of the row of the same view before it. A batch needs none of the others.
 */

const schema = new Schema([
  new Field('update', new Uint32(), false),
  new Field('view', new Utf8(), false),
  new Field('layout', new Utf8(), true),
  new Field('values', new List(new Field('item', new Float64(), false)), false),
])
/** Of each column what is null, where each text or list begins, and what stands in it. */
const BUFFERS = { update: 1, view: 3, layout: 6, values: 9, items: 11, count: 12 }

export interface ReadDiagnostics {
  /** In the order in which they were written; all that was written of one update together is one. */
  readonly observations: readonly Observation[]
  /** Where each batch ends: the observations until there, and the bytes. */
  readonly ends: readonly { readonly observations: number; readonly bytes: number }[]
  /** What ends it before its file does, or null. */
  readonly problem: Reason | null
}

/** The bytes that the file begins with. */
export function diagnosticsHeader(): Uint8Array {
  header ??= streamHeader(streamOf([]))
  return header
}
let header: Uint8Array | null = null

/** The bytes of one batch, to be appended; none where nothing that has a history was observed. */
export function diagnosticsBatch(observations: readonly Observation[]): Uint8Array {
  const rows = rowsOf(observations)
  if (rows.length === 0) return new Uint8Array()
  const bytes = streamOf(rows)
  return bytes.subarray(diagnosticsHeader().length, bytes.length - PREFIX_BYTES)
}

interface Row {
  readonly update: number
  readonly view: KeptPart
  readonly layout: string | null
  readonly values: Float64Array
}

function rowsOf(observations: readonly Observation[]): Row[] {
  const layouts = new Map<KeptPart, string>()
  return observations.flatMap((observation) =>
    keptParts
      .filter((view) => observation[view] !== null)
      .map((view) => {
        const { layout, values } = spread(observation[view])
        const text = JSON.stringify(layout)
        const isNew = layouts.get(view) !== text
        layouts.set(view, text)
        return { update: observation.update, view, layout: isNew ? text : null, values }
      }),
  )
}

/** A stream of its own with one batch. */
function streamOf(rows: readonly Row[]): Uint8Array {
  const columns = schema.fields.map((field) => {
    const builder = makeBuilder({ type: field.type, nullValues: [null] })
    for (const row of rows) builder.append(row[field.name as keyof Row])
    return builder.finish().flush()
  })
  const data = makeData({
    type: new Struct(schema.fields),
    length: rows.length,
    nullCount: 0,
    children: columns,
  })
  return tableToIPC(new Table(schema, new RecordBatch(schema, data)), 'stream')
}

/** What stands in the whole batches of a file, up to the first that is cut or damaged. */
export function readDiagnostics(file: Uint8Array): ReadDiagnostics {
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  const begin = diagnosticsHeader()
  if (bytes.length < begin.length || begin.some((byte, i) => bytes[i] !== byte)) {
    return { observations: [], ends: [], problem: reason('noDiagnostics') }
  }
  return readObservations(bytes, begin.length)
}

/** The same of the batches from byte `begin` on: none needs those before it. */
export function readObservations(bytes: Uint8Array, begin = 0): ReadDiagnostics {
  let observations: Observation[] = []
  const ends: { observations: number; bytes: number }[] = []
  let at = begin
  while (at < bytes.length) {
    const message = messageAt(bytes, at, BUFFERS.count)
    const rows = message && rowsIn(message)
    const read = rows && adding(observations, rows)
    if (!read) {
      const problem = reason('damagedDiagnostics', { byte: at, n: observations.length })
      return { observations, ends, problem }
    }
    observations = read
    at = message.end
    ends.push({ observations: observations.length, bytes: at })
  }
  return { observations, ends, problem: null }
}

/** The rows of a batch, or null where its buffers do not fit each other. */
function rowsIn(message: ArrowBuffers): Row[] | null {
  const { length, buffers } = message
  const update = uint32sIn(buffers[BUFFERS.update]!, length)
  const views = textsIn(buffers[BUFFERS.view]!, buffers[BUFFERS.view + 1]!, length)
  const layouts = textsIn(buffers[BUFFERS.layout]!, buffers[BUFFERS.layout + 1]!, length)
  const offsets = uint32sIn(buffers[BUFFERS.values]!, length + 1)
  const items = buffers[BUFFERS.items]!
  if (!update || !views || !layouts || !offsets) return null
  const numbers = new Float64Array(items.slice(0, items.length - (items.length % 8)).buffer)
  const rows: Row[] = []
  for (let i = 0; i < length; i++) {
    const [begin, end] = [offsets[i]!, offsets[i + 1]!]
    const view = keptParts.find((name) => name === views[i])
    if (!view || begin > end || end > numbers.length) return null
    rows.push({ update: update[i]!, view, layout: layouts[i] || null, values: numbers.slice(begin, end) })
  }
  return rows
}

/**
 * Observations with those of further rows behind them, or null where these do not go on. What this version
 * does not know is left out.
 */
function adding(before: readonly Observation[], rows: readonly Row[]): Observation[] | null {
  const observations = [...before]
  const layouts = new Map<KeptPart, Layout>()
  for (const { update, view, layout: text, values } of rows) {
    const last = observations.at(-1)
    if (last && update < last.update) return null
    const layout = text === null ? layouts.get(view) : parsed(text)
    if (layout === undefined) return null
    layouts.set(view, layout)
    const document = observationSchema.shape[view].safeParse(gather({ layout, values }))
    // Another version saw it another way.
    if (!document.success) continue
    const continues = last?.update === update
    const now = { ...(continues ? last : emptyObservation(update)), [view]: document.data }
    observations.splice(continues ? -1 : observations.length, continues ? 1 : 0, now)
  }
  return observations
}

function parsed(text: string): Layout | undefined {
  try {
    return readJson(new TextEncoder().encode(text)) as Layout
  } catch {
    return undefined
  }
}
