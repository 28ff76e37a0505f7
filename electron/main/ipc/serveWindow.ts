import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import { BrowserWindow } from 'electron'
import type { RequestName } from '../../../core/contract/channels'
import { requestNames } from '../../../core/contract/channels'
import type { SendEvent } from '../../runs/runStream'
import type { WindowPort } from '../../runs/runSubscriptions'
import type { Handlers } from './handlers'
import type { Route } from './router'
import { createRoute } from './router'

/** Sends to one window. */
export function sendTo(contents: WebContents): SendEvent {
  return (name, payload) => {
    if (!contents.isDestroyed()) contents.send(name, payload)
  }
}

/** Sends to every window. */
export const broadcast: SendEvent = (name, payload) => {
  for (const { webContents } of BrowserWindow.getAllWindows()) sendTo(webContents)(name, payload)
}

/** The window that a message came from, if it is the main frame of a page of ours. */
function senderOf({ sender, senderFrame }: IpcMainInvokeEvent, origin: string): WindowPort | null {
  if (!senderFrame || senderFrame !== sender.mainFrame || senderFrame.origin !== origin) return null
  return { id: sender.id, send: sendTo(sender) }
}

/** Answers every request of the contract. */
export function serveRequests(ipcMain: IpcMain, handlers: Handlers, origin: string): void {
  for (const name of requestNames)
    serveRequest(ipcMain, name, createRoute(name, handlers[name] as never), origin)
}

function serveRequest(ipcMain: IpcMain, name: RequestName, route: Route, origin: string): void {
  ipcMain.handle(name, (event, payload: unknown) => route(senderOf(event, origin), payload))
}
