import * as electron from 'electron'
import type { HandOutParts } from './handOut'

/** Of the picture under the pointer, in pixels. */
const SIZE = 32

/** A sheet of paper, drawn here: the system's picture of a file is not there on every machine. */
function sheet() {
  const pixels = Buffer.alloc(SIZE * SIZE * 4)
  for (let y = 2; y < 30; y++) {
    for (let x = 6; x < 26; x++) {
      const isEdge = y === 2 || y === 29 || x === 6 || x === 25
      const isLine = y % 6 === 4 && x > 9 && x < 22
      const [red, green, blue] = isEdge || isLine ? [0x60, 0x68, 0x72] : [0xff, 0xff, 0xff]
      pixels.set([blue, green, red, 0xff], (y * SIZE + x) * 4)
    }
  }
  return electron.nativeImage.createFromBitmap(pixels, { width: SIZE, height: SIZE })
}

/** The clipboard of engines before `ClipboardItem`. */
interface OlderClipboard {
  writeImage(image: electron.NativeImage): void
}

const isOlder = (clipboard: object): clipboard is OlderClipboard => 'writeImage' in clipboard

/** The system's own drag and clipboard. */
export const systemHandOut: Pick<HandOutParts, 'startDrag' | 'copyPicture'> = {
  startDrag: (windowId, file) => electron.webContents.fromId(windowId)?.startDrag({ file, icon: sheet() }),
  async copyPicture(png) {
    const clipboard: object = electron.clipboard
    if (isOlder(clipboard)) return clipboard.writeImage(electron.nativeImage.createFromBuffer(png))
    const picture = new Blob([new Uint8Array(png)], { type: 'image/png' })
    await electron.clipboard.write([new electron.ClipboardItem({ 'image/png': picture })])
  },
}
