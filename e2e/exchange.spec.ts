import AxeBuilder from '@axe-core/playwright'
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures'

test('a run leaves the window as CSV, picture and zip, and what others made comes in', async ({
  app,
  userData,
}, info) => {
  const at = (name: string) => info.outputPath(name)
  const main = app.page.getByRole('main')
  /** Whoever is asked where says so. */
  const answerDialog = (path: string) =>
    app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
  const exportAs = async (format: string, path: string, update = '') => {
    await answerDialog(path)
    await app.button('Export …').click()
    const form = app.page.getByRole('form', { name: 'Export a run' })
    await form.getByLabel('Format').selectOption(format)
    if (update !== '') await form.getByLabel('Weights after update').fill(update)
    await form.getByRole('button', { name: 'Export …' }).click()
    await expect(main).toContainText(`Exported to ${path}`)
  }

  await app.startRun({ 'Sequence length': 5, 'Hidden size': 4, Updates: 20 })
  await expect(app.status).toContainText('all 20 updates')
  await app.button('Copy Loss as a picture').click()
  await expect(main).toContainText('Picture copied')
  await app.goTo('Runs')
  await app.page
    .getByRole('row')
    .nth(1)
    .click({ position: { x: 420, y: 20 } })

  await exportAs('csv', at('run.csv'))
  expect((await readFile(at('run.csv'), 'utf8')).trimEnd().split('\n')).toHaveLength(21)
  await exportAs('png', at('run.png'))
  const png = await readFile(at('run.png'))
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16)]).toEqual(['PNG', 1600])
  await exportAs('safetensors', at('weights.safetensors'), '10')
  expect((await readFile(at('weights.safetensors'))).toString('latin1')).toContain('"update":"10"')
  await exportAs('zip', at('run.zip'))

  const [row] = await app.page.getByRole('row', { name: 'adding' }).all()
  const box = (await row!.boundingBox())!
  await app.electron.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) {
      contents.startDrag = ({ file }) => Object.assign(globalThis, { dragged: file })
    }
  })
  await app.page.mouse.move(box.x + 420, box.y + 20)
  await app.page.mouse.down()
  await app.page.mouse.move(box.x + 450, box.y + 60, { steps: 5 })
  const dragged = () =>
    app.electron.evaluate(() => String((globalThis as { dragged?: string }).dragged ?? ''))
  await expect.poll(dragged).toMatch(/\.zip$/)
  await app.page.mouse.up()
  // The same bytes as the export's, since nothing of it has changed.
  expect(await readFile(await dragged())).toEqual(await readFile(at('run.zip')))

  const choose = (path: string) => app.field('File to import').setInputFiles(path)
  await choose(at('run.zip'))
  await expect(app.page.getByRole('alert')).toContainText('is in the catalog already')
  await choose(at('weights.safetensors'))
  await expect(main).toContainText('Imported: weights')
  await expect(app.run('weights')).toContainText('Paused')

  // A run's folder is dropped, as the system brings one, and chosen in a dialog.
  const [id] = await readdir(join(userData, 'runs'))
  await cp(join(userData, 'runs', id!), at('from the cluster'), { recursive: true })
  const dropFolder = async (folder: string) => {
    const session = await app.page.context().newCDPSession(app.page)
    const data = { items: [], files: [folder], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 700, y: 500, data })
    }
  }
  // What was dragged out is let go of once the pointer moves here again.
  await app.page.mouse.move(700, 400)
  await dropFolder(at('from the cluster'))
  await expect(app.page.getByRole('alert')).toContainText('is in the catalog already')
  await rm(join(at('from the cluster'), 'run.json'))
  await app.field('Folder to import').setInputFiles(at('from the cluster'))
  await expect(app.page.getByRole('alert')).toContainText('run.json')

  // An experiment goes from one window to another as a text.
  await app.page
    .getByRole('row')
    .last()
    .click({ position: { x: 420, y: 20 } })
  await app.button('Export …').click()
  await app.button('Copy the experiment').click()
  await expect(main).toContainText('Copied.')
  await app.button('Cancel').click()
  await app.page.keyboard.press('Control+V')
  await expect(app.run('pasted')).toContainText('Paused')

  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})
