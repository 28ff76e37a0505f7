import type { IpcRendererEvent } from 'electron'
import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge, EventName } from '../../core/contract/channels'
import { BRIDGE, eventNames, requestNames } from '../../core/contract/channels'

/*
 * The one bridge between the page and the main process: a function a request, a subscription an event.
 * Payloads pass untouched; both ends check them.
 */

function subscribe(name: EventName): (listener: (payload: unknown) => void) => () => void {
  return (listener) => {
    const receive = (_event: IpcRendererEvent, payload: unknown) => listener(payload)
    ipcRenderer.on(name, receive)
    return () => void ipcRenderer.off(name, receive)
  }
}

function table<N extends string, T>(names: readonly N[], entry: (name: N) => T): Record<N, T> {
  return Object.fromEntries(names.map((name) => [name, entry(name)])) as Record<N, T>
}

const bridge: Bridge = {
  request: table(
    requestNames,
    (name) =>
      (payload: unknown): Promise<unknown> =>
        ipcRenderer.invoke(name, payload),
  ),
  on: table(eventNames, subscribe),
}

contextBridge.exposeInMainWorld(BRIDGE, bridge)
