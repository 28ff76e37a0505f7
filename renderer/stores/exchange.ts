import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ExportRequest } from '../../core/contract/exchange'
import { MOST_IMPORTED_BYTES } from '../../core/contract/exchange'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Failure, Result } from '../../core/contract/result'
import { failureOf } from '../../core/contract/result'
import { showText } from '../../core/text/foreign'
import { useClient } from '../client/client'

/** What came of an export or an import. */
export type Exchanged =
  | { readonly kind: 'exported'; readonly path: string; readonly told: readonly Reason[] }
  | { readonly kind: 'imported'; readonly runId: string; readonly told: readonly Reason[] }
  | { readonly kind: 'failed'; readonly file: string | null; readonly failure: Failure }

/** Runs written for other programs, and files taken in as runs. */
export const useExchangeStore = defineStore('exchange', () => {
  const client = useClient()
  /** What is being done; null where nothing is. */
  const busy = ref<'export' | 'import' | null>(null)
  /** What came of the last one, until that has been read. */
  const last = shallowRef<Exchanged | null>(null)

  async function doing<T>(what: 'export' | 'import', request: () => Promise<Result<T>>): Promise<Result<T>> {
    busy.value = what
    last.value = null
    try {
      return await request()
    } finally {
      busy.value = null
    }
  }

  /** Asks where, and writes a run there. Resolves with whether it was written. */
  async function exportRun(request: ExportRequest): Promise<boolean> {
    const answer = await doing('export', () => client.request['exchange:export'](request))
    if (!answer.ok) last.value = { kind: 'failed', file: null, failure: answer.error }
    else if (answer.value.path !== null)
      last.value = { kind: 'exported', ...answer.value, path: answer.value.path }
    return last.value?.kind === 'exported'
  }

  /** Takes a file in. Resolves with the run's id, or null where it is refused. */
  async function importFile(file: File): Promise<string | null> {
    const answer = await doing('import', () => send(file))
    last.value = answer.ok
      ? { kind: 'imported', ...answer.value }
      : { kind: 'failed', file: showText(file.name), failure: answer.error }
    return answer.ok ? answer.value.runId : null
  }

  async function send(file: File): Promise<Result<{ runId: string; told: Reason[] }>> {
    const name = showText(file.name)
    if (file.size > MOST_IMPORTED_BYTES) {
      const why = reason('hasBytes', { name, bytes: file.size, most: MOST_IMPORTED_BYTES })
      return { ok: false, error: failureOf('unreadableFile', why) }
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      return await client.request['exchange:import']({ file: file.name.slice(-255), bytes })
    } catch (error) {
      // A folder has no bytes, and a file may have gone since it was chosen.
      const why = reason('words', { text: showText(error instanceof Error ? error.message : String(error)) })
      return { ok: false, error: failureOf('unreadableFile', reason('cannotRead', { path: name, why })) }
    }
  }

  return { busy, last, exportRun, importFile }
})
