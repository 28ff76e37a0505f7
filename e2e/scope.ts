import type { Locator } from '@playwright/test'
import type { LabApp } from './app'
import { expect } from './fixtures'

/* The microscope by keyboard alone: what a person does who has no mouse. */

/** Where the walk stands, as the slider tells it. */
export function place({ page }: LabApp): Locator {
  return page.getByRole('slider', { name: 'Step', exact: true })
}

export async function press({ page }: LabApp, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Moves focus with Tab alone, back with Shift where that is behind, until it is on what is named. */
export async function tabTo(app: LabApp, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < 80; tabs++) {
    const way = await target.evaluate((element) => {
      const { activeElement } = document
      if (activeElement === element) return null
      const isBehind =
        activeElement !== document.body &&
        element.compareDocumentPosition(activeElement!) & Node.DOCUMENT_POSITION_FOLLOWING
      return isBehind ? 'Shift+Tab' : 'Tab'
    })
    if (way === null) return
    await press(app, way)
  }
  throw new Error('Tab never came to it')
}

/** The lines of the step, of which one is open: those of the pass, and what it adds to gradients. */
function lines({ page }: LabApp): Locator {
  return page.getByRole('list', { name: /Equations of this step|Adds to the gradient of/ })
}

/** Opens an equation of the step by keyboard, and then the element of its result. */
export async function read(app: LabApp, equation: string, row: number, col: number): Promise<number> {
  const { page } = app
  const chip = lines(app).getByRole('button', { name: equation, exact: true })
  await tabTo(app, chip)
  await press(app, 'Enter')
  const grid = page.getByRole('grid', { name: new RegExp(`^${equation.replace(/[()]/g, '\\$&')}, result`) })
  await tabTo(app, grid.locator('[tabindex="0"]'))
  await press(
    app,
    'Control+Home',
    ...Array<string>(row).fill('ArrowDown'),
    ...Array<string>(col).fill('ArrowRight'),
  )
  return shownValue(app)
}

/** The number that is explained, with all its digits. */
export async function shownValue({ page }: LabApp): Promise<number> {
  const text = await page.locator('output').innerText()
  return Number(text.replace('−', '-'))
}

export async function open(app: LabApp, part: string): Promise<void> {
  await app.button('Microscope').press('Enter')
  await tabTo(app, app.page.getByRole('button', { name: part }))
  await press(app, 'Enter')
  await expect(place(app)).toHaveAttribute('aria-valuetext', /Before the update/)
}

/** Steps on, from wherever the focus is, until the walk is there. */
export async function walkTo(app: LabApp, title: RegExp): Promise<void> {
  for (let steps = 0; steps < 100; steps++) {
    if (title.test((await place(app).getAttribute('aria-valuetext')) ?? '')) return
    await press(app, 'PageDown')
  }
  throw new Error(`no step ${String(title)}`)
}

/** Opens every line of the step by keyboard, and reads every number that stands in its matrices: `dWax[3,1]` and such. */
export async function readAll(app: LabApp): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const chips = app.page.getByRole('list', { name: 'Equations of this step' }).getByRole('button')
  for (let i = 0; i < (await chips.count()); i++) {
    await tabTo(app, chips.nth(i))
    await press(app, 'Enter')
    await expect(chips.nth(i)).toHaveAttribute('aria-pressed', 'true')
    const cells = await app.page
      .getByRole('gridcell')
      .evaluateAll((elements) => elements.map(({ ariaLabel }) => ariaLabel ?? ''))
    for (const cell of cells) {
      const [name = '', value = ''] = cell.split(' = ')
      found.set(name, Number(value.replace('−', '-')))
    }
  }
  return found
}
