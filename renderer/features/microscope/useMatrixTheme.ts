import type { Ref } from 'vue'
import { onActivated, onMounted, shallowRef } from 'vue'
import { readPalette } from '../../charts/color/palette'
import type { MatrixTheme } from './matrixPaint'
import { tintPixels } from './matrixTints'
import { useThemeChange } from '../../ui/useThemeChange'

/** Of the page's own size of type, 16 px as a rule. */
const TYPE_SIZE = 0.6563

/** The style sheet's colours and type for painted matrices, as they apply to an element now. */
export function useMatrixTheme(
  element: Readonly<Ref<HTMLElement | null>>,
): Readonly<Ref<MatrixTheme | null>> {
  const theme = shallowRef<MatrixTheme | null>(null)

  function read(): void {
    if (!element.value?.isConnected) return
    const palette = readPalette(element.value)
    const tints = tintPixels({
      below: palette['data-1'],
      above: palette['data-2'],
      notFinite: palette.danger,
      surface: palette['surface-1'],
    })
    const size = TYPE_SIZE * (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)
    const { fontFamily } = getComputedStyle(element.value)
    const { ink, accent, 'ink-3': faint } = palette
    theme.value = { tints, ink, faint, accent, fontSize: size, fontFamily }
  }

  onMounted(read)
  onActivated(read)
  useThemeChange(read)
  return theme
}
