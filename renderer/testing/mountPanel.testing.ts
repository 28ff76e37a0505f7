import type { BoundFunctions, queries } from '@testing-library/dom'
import { within } from '@testing-library/dom'
import type { Pinia } from 'pinia'
import { createPinia } from 'pinia'
import { ConfigProvider, TooltipProvider } from 'reka-ui'
import type { App, Component } from 'vue'
import { createApp, h, shallowReactive } from 'vue'
import type { Frame } from '../charts/lines/frame'
import type { Surface } from '../charts/lines/surface'
import { surfaceKey } from '../charts/lines/surface'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { createTexts, type Locale } from '../locales/i18n'

export interface PanelOptions {
  readonly host?: MemoryHost
  /** What the panel needs before it is mounted: stores that are filled, values that are provided. */
  readonly prepare?: (app: App, pinia: Pinia) => void | Promise<void>
}

/**
 * A mounted component, asked by role and label as a person would: `panel.getByRole('button', { name: 'Start'
 * })`.
 */
export interface MountedPanel extends BoundFunctions<typeof queries> {
  readonly host: MemoryHost
  readonly root: HTMLElement
  /** The frames that each line plot drew, in the order of the plots. */
  readonly frames: Frame[][]
  /** Changes properties. */
  set(props: Readonly<Record<string, unknown>>): Promise<void>
  /** Presses the button of this name. */
  press(name: string): Promise<void>
  /** Types into the field, or chooses in the list, of this label. */
  type(label: string, text: string): Promise<void>
  /** Presses a key on an element, or where no control has the focus. */
  key(key: string, target?: EventTarget): Promise<void>
  /** Switches the language. */
  speak(locale: Locale): void
  close(): void
}

/** Waits for answers, for Vue and for one frame. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await new Promise((resolve) => setTimeout(resolve))
}

/**
 * Mounts one component with these properties (events as `onEvent`) over a main process in memory, with texts
 * and stores, and with line plots that keep their frames instead of painting.
 */
export async function mountPanel(
  component: Component,
  props: Readonly<Record<string, unknown>> = {},
  { host = new MemoryHost(), prepare }: PanelOptions = {},
): Promise<MountedPanel> {
  const frames: Frame[][] = []
  const current = shallowReactive({ ...props })
  const root = document.createElement('div')
  document.body.append(root)

  const app = createApp(() =>
    h(ConfigProvider, null, () => h(TooltipProvider, null, () => h(component, current))),
  )
  const pinia = createPinia()
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.provide(surfaceKey, () => recordingSurface(frames))
  app.use(pinia)
  const texts = createTexts()
  app.use(texts)
  await prepare?.(app, pinia)
  app.mount(root)
  await settle()

  const find = within(root)
  return {
    ...find,
    host,
    root,
    frames,
    async set(changes) {
      Object.assign(current, changes)
      await settle()
    },
    async press(name) {
      find.getByRole('button', { name }).click()
      await settle()
    },
    async type(label, text) {
      const control = find.getByLabelText<HTMLInputElement>(label)
      control.value = text
      control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }))
      await settle()
    },
    async key(key, target = document.body) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await settle()
    },
    speak(locale) {
      texts.global.locale.value = locale
    },
    close() {
      app.unmount()
      root.remove()
    },
  }
}

/** A surface that keeps what it is asked to draw. */
function recordingSurface(frames: Frame[][]): Surface {
  const drawn: Frame[] = []
  frames.push(drawn)
  return {
    draw: (frame) => void drawn.push(frame),
    plotArea: { left: 0, width: 600, height: 200 },
    restyle: () => undefined,
    resize: () => undefined,
    destroy: () => undefined,
  }
}
