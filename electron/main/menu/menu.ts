import { BrowserWindow, Menu } from 'electron'
import type { Settings } from '../../../core/contract/ipc'
import type { MenuActions } from './template'
import { menuTemplate } from './template'

/** Puts up the menu for these settings. */
export function showMenu(
  settings: Settings,
  actions: Pick<MenuActions, 'developerTools' | 'about' | 'change' | 'reload' | 'present'>,
): void {
  const page = () => BrowserWindow.getAllWindows()[0]?.webContents ?? null
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(settings, { ...actions, page })))
}
