import App from '../app/App.vue'
import { MemoryHost } from '../client/memoryHost.testing'
import type { MountedPanel } from './mountPanel.testing'
import { mountPanel, settle } from './mountPanel.testing'

/** The whole window. Tests of one panel mount that panel alone, which is quicker: see `mountPanel`. */
export interface MountedApp extends MountedPanel {
  button(name: string): HTMLButtonElement
  field(label: string): HTMLInputElement | HTMLSelectElement
  figure(name: string): HTMLElement
  status(): string
  settle(): Promise<void>
}

/** The window over a main process in memory, with line plots that keep their frames instead of painting. */
export async function mountApp(host = new MemoryHost()): Promise<MountedApp> {
  const panel = await mountPanel(App, { nonce: '' }, { host })
  return {
    ...panel,
    settle,
    button: (name) => panel.getByRole<HTMLButtonElement>('button', { name }),
    field: (label) => panel.getByLabelText<HTMLInputElement>(label),
    figure: (name) => panel.getByRole('figure', { name }),
    status: () => panel.getByRole('status').textContent,
  }
}
