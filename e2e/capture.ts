import { writeFile } from 'node:fs/promises'
import type { LabApp } from './app'

/** A picture of the window as the screen has it, also where the page is enlarged. */
export async function capture({ electron }: LabApp, path: string): Promise<void> {
  const png = await electron.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]!.webContents.capturePage()
    return picture.toPNG().toString('base64')
  })
  await writeFile(path, Buffer.from(png, 'base64'))
}
