import { writeFile } from 'node:fs/promises'
import type { LabApp } from '../app'

/** What the window shows, as WebP, a third of a PNG. */
export async function save({ page }: LabApp, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  const png = (await page.screenshot()).toString('base64')
  const webp = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    canvas.getContext('2d')!.drawImage(picture, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  }, png)
  await writeFile(`docs/images/screens/${name}.webp`, Uint8Array.from(webp))
}

/** What the window shows now, in both themes and languages; it is left as it was. */
export async function saveAll(app: LabApp, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    for (const locale of ['en', 'zh-CN'] as const) {
      await app.page.getByLabel(theme === 'light' ? 'Light' : 'Dark', { exact: true }).check({ force: true })
      await app.speak(locale)
      await save(app, `${name}-${theme}-${locale}`)
      await app.speak('en')
    }
  }
}
