// @ts-check
// node scripts/package/writeIcons.mjs FOLDER: the icons as electron-builder looks for them.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawIcons } from './icons.mjs'
import { iconSizes } from './product.mjs'

/** From which the icons of Windows and macOS are made. */
const LARGEST = 1024

const folder = process.argv[2] ?? 'dist/icons'
await mkdir(folder, { recursive: true })
for (const [size, png] of await drawIcons([...iconSizes, LARGEST])) {
  const name = size === LARGEST ? 'icon.png' : `${size}x${size}.png`
  await writeFile(join(folder, name), png)
}
