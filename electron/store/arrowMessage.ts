import { Message } from 'apache-arrow/fb/message'
import { MessageHeader } from 'apache-arrow/fb/message-header'
import { RecordBatch } from 'apache-arrow/fb/record-batch'
import { ByteBuffer } from 'flatbuffers'

/** A message begins with this word and the length of its metadata. */
const CONTINUATION = 0xffffffff
export const PREFIX_BYTES = 8

/** What a stream begins with: the message of its schema. */
export function streamHeader(stream: Uint8Array): Uint8Array {
  return stream.slice(0, PREFIX_BYTES + viewOf(stream).getUint32(4, true))
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength)

/** A record batch of an Arrow IPC stream, whose buffers all lie where they may. */
export interface ArrowBuffers {
  /** Its rows. */
  readonly length: number
  readonly buffers: readonly Uint8Array[]
  /** The byte behind it. */
  readonly end: number
}

/**
 * The record batch with so many buffers that begins at a byte, or null if there is no whole one. Arrow's own
 * reader believes the metadata, and damaged ones make it take all memory that there is.
 */
export function messageAt(bytes: Uint8Array, at: number, numBuffers: number): ArrowBuffers | null {
  if (at + PREFIX_BYTES > bytes.length) return null
  const view = viewOf(bytes)
  const bodyStart = at + PREFIX_BYTES + view.getUint32(at + 4, true)
  if (view.getUint32(at, true) !== CONTINUATION || bodyStart > bytes.length) return null
  const layout = layoutOf(bytes.subarray(at + PREFIX_BYTES, bodyStart), numBuffers)
  if (!layout || bodyStart + layout.bodyBytes > bytes.length) return null
  const buffers = layout.places.map(({ start, size }) =>
    bytes.subarray(bodyStart + start, bodyStart + start + size),
  )
  return { length: layout.length, buffers, end: bodyStart + layout.bodyBytes }
}

/** What the metadata of a record batch say of its body. */
interface Layout {
  /** Its rows. */
  readonly length: number
  readonly bodyBytes: number
  /** Of each buffer, in the body. */
  readonly places: readonly { readonly start: number; readonly size: number }[]
}

/** The batches of a log mostly have the same metadata, and reading them takes longer than all the rest. */
let newest: { readonly metadata: Uint8Array; readonly layout: Layout } | null = null

function layoutOf(metadata: Uint8Array, numBuffers: number): Layout | null {
  if (newest?.layout.places.length === numBuffers && Buffer.compare(metadata, newest.metadata) === 0) {
    return newest.layout
  }
  const layout = readLayout(metadata, numBuffers)
  // A `slice` of Node's buffers would be no copy.
  if (layout) newest = { metadata: Uint8Array.from(metadata), layout }
  return layout
}

/** Null where it is not that of a record batch with so many buffers, all in its body. */
function readLayout(metadata: Uint8Array, numBuffers: number): Layout | null {
  const message = Message.getRootAsMessage(new ByteBuffer(metadata))
  const bodyBytes = Number(message.bodyLength())
  const batch = message.headerType() === MessageHeader.RecordBatch && message.header(new RecordBatch())
  if (!batch || !(bodyBytes >= 0) || batch.buffersLength() !== numBuffers) return null
  const length = Number(batch.length())
  if (!(length > 0)) return null
  const places: { start: number; size: number }[] = []
  for (let i = 0; i < numBuffers; i++) {
    const place = batch.buffers(i)
    const [start, size] = [Number(place?.offset()), Number(place?.length())]
    if (!(start >= 0 && size >= 0 && start + size <= bodyBytes)) return null
    places.push({ start, size })
  }
  return { length, bodyBytes, places }
}

/** The first numbers of a buffer, or null where there are not so many. */
export function uint32sIn(buffer: Uint8Array, count: number): Uint32Array | null {
  const bytes = count * Uint32Array.BYTES_PER_ELEMENT
  return bytes <= buffer.length ? new Uint32Array(buffer.slice(0, bytes).buffer) : null
}

/**
 * Texts by where they begin and what stands in them, or null where these do not fit. One that is null is ''.
 */
export function textsIn(begins: Uint8Array, text: Uint8Array, count: number): string[] | null {
  const offsets = uint32sIn(begins, count + 1)
  if (!offsets) return null
  const texts: string[] = []
  const decoder = new TextDecoder()
  for (let i = 0; i < count; i++) {
    const [begin, end] = [offsets[i]!, offsets[i + 1]!]
    if (begin > end || end > text.length) return null
    texts.push(decoder.decode(text.subarray(begin, end)))
  }
  return texts
}
