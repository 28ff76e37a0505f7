import type { Reason } from '../../core/contract/reasons'
import type { ReadingOf } from '../../core/data/reading'
import type { Read } from './read'

/** What the reader's thread is asked for. */
export interface ReadRequest {
  readonly bytes: Uint8Array
  readonly reading: ReadingOf
}

/** What it answers. */
export type ReadAnswer =
  | ({ readonly ok: true } & Read)
  /** `reason` is null where not the data are to blame. */
  | { readonly ok: false; readonly reason: Reason | null; readonly message: string }

/** What is transferred rather than copied with some bytes: their memory, unless more than they lie in it. */
export function handedOver({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}
