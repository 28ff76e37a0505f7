import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { RUN_FILE, type CopyChartRequest, type ExportRequest } from '../../core/contract/exchange'
import type { Reason } from '../../core/contract/reasons'
import type { Failure, Result } from '../../core/contract/result'
import { showText } from '../../core/text/foreign'
import { useClient } from '../client/client'
import { bytesOf } from './fileBytes'

/** A run that was taken in, and what there is to say of it. */
interface Taken {
  readonly runId: string
  readonly told: Reason[]
}

/** What came of an export or an import. */
export type Exchanged =
  | { readonly kind: 'exported'; readonly path: string; readonly told: readonly Reason[] }
  /** A zip that is being packed, or waits to be dragged, of a run that is called so. */
  | { readonly kind: 'packing' | 'packed'; readonly name: string }
  | { readonly kind: 'imported'; readonly runId: string; readonly told: readonly Reason[] }
  | { readonly kind: 'failed'; readonly file: string | null; readonly failure: Failure }

/** For so many milliseconds what was packed is dragged as it is. */
const FRESH_MS = 60_000

/** Runs written for other programs, and files taken in as runs. */
export const useExchangeStore = defineStore('exchange', () => {
  const client = useClient()
  /** What is being done; null where nothing is. */
  const busy = ref<'export' | 'import' | 'pack' | null>(null)
  /** What came of the last one, until that has been read. */
  const last = shallowRef<Exchanged | null>(null)

  /** Whether the window's own file is on its way out. */
  const isDraggedOut = ref(false)
  /** What was packed after the button was released. */
  let waiting: { readonly runId: string; readonly until: number } | null = null

  async function doing<T>(
    what: 'export' | 'import' | 'pack',
    request: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
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

  /**
   * Packs a run and drags its zip out of the window. Packing may take longer than a person holds the button:
   * then the zip waits to be dragged once more.
   */
  async function dragOut(runId: string, name: string): Promise<void> {
    if (busy.value !== null) return
    const isWaiting = waiting?.runId === runId && performance.now() < waiting.until
    waiting = null
    if (isWaiting) return drag(runId)
    let isHeld = true
    const release = () => {
      isHeld = false
      last.value = { kind: 'packing', name }
    }
    window.addEventListener('pointerup', release, { once: true, capture: true })
    const answer = await doing('pack', () => client.request['exchange:pack']({ runId, name }))
    window.removeEventListener('pointerup', release, { capture: true })
    if (!answer.ok) last.value = { kind: 'failed', file: null, failure: answer.error }
    else if (isHeld) await drag(runId)
    else {
      waiting = { runId, until: performance.now() + FRESH_MS }
      last.value = { kind: 'packed', name }
    }
  }

  async function drag(runId: string): Promise<void> {
    last.value = null
    isDraggedOut.value = true
    window.addEventListener('pointermove', endsDrag)
    const answer = await client.request['exchange:drag']({ runId })
    if (!answer.ok) last.value = { kind: 'failed', file: null, failure: answer.error }
  }

  /** While the system drags, the window hears of no pointer. */
  function endsDrag({ buttons }: PointerEvent): void {
    if (buttons !== 0) return
    isDraggedOut.value = false
    window.removeEventListener('pointermove', endsDrag)
  }

  /** Puts a chart's picture on the clipboard. */
  const copyChart = (request: CopyChartRequest) => client.request['exchange:copyChart'](request)

  /** Takes a file in. Resolves with the run's id, or null where it is refused. */
  const importFile = (file: File): Promise<string | null> => importAs(file.name, () => send(file))

  async function send(file: File): Promise<Result<Taken>> {
    const read = await bytesOf(file)
    return read.ok ? client.request['exchange:import'](read.value) : read
  }

  /** The same of a run's folder. */
  async function importFolder(
    reading: Promise<{ readonly name: string; readonly files: readonly { path: string; file: File }[] }>,
  ): Promise<string | null> {
    const { name, files } = await reading.catch(() => ({ name: '', files: [] }))
    return importAs(name, async () => {
      const read: { path: string; bytes: Uint8Array }[] = []
      for (const { path, file } of files.filter((each) => RUN_FILE.test(each.path))) {
        const one = await bytesOf(file)
        if (!one.ok) return one
        read.push({ path, bytes: one.value.bytes })
      }
      return client.request['exchange:importFolder']({ folder: name.slice(-255) || '-', files: read })
    })
  }

  async function importAs(name: string, ask: () => Promise<Result<Taken>>): Promise<string | null> {
    const answer = await doing('import', ask)
    last.value = answer.ok
      ? { kind: 'imported', ...answer.value }
      : { kind: 'failed', file: showText(name), failure: answer.error }
    return answer.ok ? answer.value.runId : null
  }

  return { busy, last, isDraggedOut, exportRun, importFile, importFolder, dragOut, copyChart }
})
