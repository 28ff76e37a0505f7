import type { Reason } from '../../../core/contract/reasons'
import { showPath } from '../../../core/text/foreign'
import { openRunFolder } from '../../store/runFolder'
import { StoreError } from '../../store/storeError'
import { withTexts } from '../exchangeError'
import { exportFormats } from '../exportFormats'
import { exportRun } from '../exportRun'
import { importFile } from '../importFile'
import { nextStates } from '../nextStates'
import type { ExchangeAnswer, ExchangeRequest } from './messages'

/** Does what a window has asked for. */
export async function answerExchange(request: ExchangeRequest): Promise<ExchangeAnswer> {
  const told: Reason[] = []
  const tell = (what: Reason) => void told.push(what)
  // Nobody has asked for the place where a file waits to be taken in: it goes by its name.
  const shown = (why: Reason) =>
    request.kind === 'import'
      ? withTexts(why, (text) => text.replaceAll(showPath(request.path), request.name))
      : why
  try {
    if (request.kind === 'import') {
      const { id } = await importFile(request.path, { ...request, tell })
      return { ok: true, runId: id, told: told.map(shown) }
    }
    const stored = await openRunFolder(request.folder)
    stored.problems.forEach(tell)
    if (request.kind === 'states') {
      return { ok: true, runId: null, states: await nextStates(stored, tell), told }
    }
    // The dialog that named the place has asked whether what is there is to be replaced.
    const { out, format } = request
    const [update, chart] = [request.update ?? undefined, request.chart ?? undefined]
    await exportRun(stored, exportFormats[format], { out, update, chart, force: true, tell })
    return { ok: true, runId: null, told }
  } catch (error) {
    const why = error instanceof StoreError ? shown(error.reason) : null
    return { ok: false, why, message: error instanceof Error ? error.message : String(error) }
  }
}
