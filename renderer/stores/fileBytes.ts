import { MOST_IMPORTED_BYTES } from '../../core/contract/exchange'
import { reason } from '../../core/contract/reasons'
import { failureOf, type Result } from '../../core/contract/result'
import { showText } from '../../core/text/foreign'

/**
 * The bytes of a file that the person has chosen, as a request takes them in; refused where they are too
 * many.
 */
export async function bytesOf(file: File): Promise<Result<{ file: string; bytes: Uint8Array }>> {
  const name = showText(file.name)
  if (file.size > MOST_IMPORTED_BYTES) {
    const why = reason('hasBytes', { name, bytes: file.size, most: MOST_IMPORTED_BYTES })
    return { ok: false, error: failureOf('unreadableFile', why) }
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    return { ok: true, value: { file: file.name.slice(-255), bytes } }
  } catch (error) {
    // A folder has no bytes, and a file may have gone since it was chosen.
    const why = reason('words', { text: showText(error instanceof Error ? error.message : String(error)) })
    return { ok: false, error: failureOf('unreadableFile', reason('cannotRead', { path: name, why })) }
  }
}
