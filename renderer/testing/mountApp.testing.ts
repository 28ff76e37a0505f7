import './standards.testing'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from '../app/App.vue'
import type { Frame } from '../charts/lines/frame'
import type { Surface } from '../charts/lines/surface'
import { surfaceKey } from '../charts/lines/surface'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { createTexts } from '../locales/i18n'

export interface MountedApp {
  readonly host: MemoryHost
  readonly root: HTMLElement
  /** The frames that each plot drew, in the order of the plots. */
  readonly frames: Frame[][]
  button(name: string): HTMLButtonElement
  field(label: string): HTMLInputElement | HTMLSelectElement
  status(): string
  type(label: string, text: string): Promise<void>
  press(name: string): Promise<void>
  figure(name: string): HTMLElement
  settle(): Promise<void>
  close(): void
}

/** Waits for answers, for Vue and for one frame. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await new Promise((resolve) => setTimeout(resolve))
}

/** The whole window over a main process in memory, with plots that note their frames instead of painting. */
export async function mountApp(host = new MemoryHost()): Promise<MountedApp> {
  const frames: Frame[][] = []
  const createSurface = (): Surface => {
    const drawn: Frame[] = []
    frames.push(drawn)
    return {
      draw: (frame) => void drawn.push(frame),
      plotSize: { width: 600, height: 200 },
      shareAt: (pixel) => pixel / 600,
      restyle: () => undefined,
      resize: () => undefined,
      destroy: () => undefined,
    }
  }
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(App, { nonce: '' })
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.provide(surfaceKey, createSurface)
  app.use(createPinia())
  app.use(createTexts())
  app.mount(root)

  // Not by the document: ids repeat from one window of a test file to the next.
  const byId = (id: string): Element | null => root.querySelector(`[id="${id}"]`)

  function field(label: string): HTMLInputElement | HTMLSelectElement {
    const found = [...root.querySelectorAll('label')].find(({ textContent }) => textContent?.trim() === label)
    const control = found && byId(found.htmlFor)
    if (!control) throw new Error(`There is no field labelled ${label}.`)
    return control as HTMLInputElement
  }

  function button(name: string): HTMLButtonElement {
    const found = [...root.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name)
    if (!found) throw new Error(`There is no button named ${name}.`)
    return found
  }

  function figure(name: string): HTMLElement {
    const found = [...root.querySelectorAll('figure')].find(
      (candidate) =>
        document.getElementById(candidate.getAttribute('aria-labelledby')!)?.textContent === name,
    )
    if (!found) throw new Error(`There is no figure named ${name}.`)
    return found
  }

  await settle()
  return {
    host,
    root,
    frames,
    button,
    field,
    figure,
    settle,
    close() {
      app.unmount()
      root.remove()
    },
    status: () => root.querySelector('[role=status]')?.textContent ?? '',
    async type(label, text) {
      const control = field(label)
      control.value = text
      control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }))
      await settle()
    },
    async press(name) {
      button(name).click()
      await settle()
    },
  }
}
