import { defineComponent } from 'vue'
import type { MountedPanel, PanelOptions } from './mountPanel.testing'
import { mountPanel } from './mountPanel.testing'

/** What a composable returns inside a component that draws nothing, over a main process in memory. */
export async function mountComposable<T>(
  use: () => T,
  options?: PanelOptions,
): Promise<{ readonly result: T } & Pick<MountedPanel, 'host' | 'key' | 'close'>> {
  let result!: T
  const user = defineComponent({
    setup() {
      result = use()
      return () => null
    },
  })
  const { host, key, close } = await mountPanel(user, {}, options)
  return { result, host, key, close }
}
