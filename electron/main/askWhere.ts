import { dialog, type BrowserWindow } from 'electron'
import type { ExchangeParts } from './exchange'

/** The system's own dialog, which asks whether what is there already is to be replaced. */
export function askWhereIn(window: BrowserWindow): ExchangeParts['askWhere'] {
  return async ({ name, ending }) => {
    const filters = ending.startsWith('.') ? [{ name: ending.slice(1), extensions: [ending.slice(1)] }] : []
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name, filters })
    return canceled || filePath === '' ? null : filePath
  }
}
