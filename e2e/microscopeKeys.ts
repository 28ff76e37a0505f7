import type { Locator } from '@playwright/test'
import type { LabApp } from './app'
import { expect } from './fixtures'

/* The Microscope by keyboard alone: what a person does who has no mouse. */

/** The slider of the Microscope's steps: its value text says which step is shown. */
export function stepSlider({ page }: LabApp): Locator {
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

/** The number that is explained, with all its digits as they are written. */
export function shownText({ page }: LabApp): Promise<string> {
  return page.locator('.explain .value').innerText()
}

export async function shownValue(app: LabApp): Promise<number> {
  return Number((await shownText(app)).replace('−', '-'))
}

export async function open(app: LabApp, part: string): Promise<void> {
  await app.button('Microscope').press('Enter')
  await tabTo(app, app.page.getByRole('button', { name: part }))
  await press(app, 'Enter')
  await goToFirstStep(app)
}

/** To the first step of an update, which is opened at the end of its way back. */
export async function goToFirstStep(app: LabApp): Promise<void> {
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Backward|Forward/)
  await press(app, 'Home')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Before the update/)
}

/**
 * Goes step by step, from wherever the focus is, until a step of this title is shown: on to the end, and if
 * it is not there back from it.
 */
export async function goToStep(app: LabApp, title: RegExp): Promise<void> {
  const slider = stepSlider(app)
  let way = 'PageDown'
  for (let steps = 0; steps < 200; steps++) {
    const [text, now, end] = await slider.evaluate((element: HTMLInputElement) => [
      element.getAttribute('aria-valuetext') ?? '',
      element.value,
      element.max,
    ])
    if (title.test(text!)) return
    if (now === end) way = 'PageUp'
    await press(app, way)
  }
  throw new Error(`no step ${String(title)}`)
}

/** A cell as it is read out: its name with its indices, and its number. */
function parseCell(label: string): [name: string, value: number] {
  const [name = '', value = ''] = label.split(' = ')
  return [name, Number(value.replace('−', '-').replace('∞', 'Infinity'))]
}

/** The matrix of an element `dWax[3,1]`. */
export function matrixOf(element: string): string {
  return element.replace(/\[[\d,]*\]$/, '')
}

/**
 * Does something, and returns what is read out meanwhile: the name of every element that gets the keyboard.
 */
async function listen({ page }: LabApp, action: () => Promise<void>): Promise<string[]> {
  const names = await page.evaluateHandle(() => {
    const heard: string[] = []
    const hear = ({ target }: FocusEvent): unknown => heard.push((target as Element).ariaLabel ?? '')
    document.addEventListener('focusin', hear)
    return { heard, stop: () => document.removeEventListener('focusin', hear) }
  })
  await action()
  return names.evaluate(({ heard, stop }) => {
    stop()
    return heard
  })
}

/** Reads every number of a matrix by arrow keys: along a row, back along the next one. */
async function readMatrix(app: LabApp, grid: Locator, found: Map<string, number>): Promise<void> {
  const cell = grid.getByRole('gridcell')
  await tabTo(app, cell)
  await press(app, 'Control+Home')
  found.set(...parseCell((await cell.getAttribute('aria-label')) ?? ''))
  const rows = Number(await grid.getAttribute('aria-rowcount'))
  const columns = Number(await grid.getAttribute('aria-colcount'))
  const heard = await listen(app, async () => {
    for (let row = 0; row < rows; row++) {
      if (row > 0) await press(app, 'ArrowDown')
      for (let col = 1; col < columns; col++) await press(app, row % 2 === 0 ? 'ArrowRight' : 'ArrowLeft')
    }
  })
  for (const label of heard) found.set(...parseCell(label))
}

/**
 * Opens every line of the step by keyboard, and reads every number of the matrices that are wanted:
 * `dWax[3,1]` and such of `dWax`. A matrix that is known from a step before is not read again.
 */
export async function readAll(
  app: LabApp,
  wanted: ReadonlySet<string>,
  found: Map<string, number>,
): Promise<void> {
  const chips = app.page.getByRole('list', { name: 'Equations of this step' }).getByRole('button')
  for (let i = 0; i < (await chips.count()); i++) {
    await tabTo(app, chips.nth(i))
    await press(app, 'Enter')
    await expect(chips.nth(i)).toHaveAttribute('aria-pressed', 'true')
    for (const grid of await app.page.getByRole('grid').all()) {
      const label = (await grid.getByRole('gridcell').getAttribute('aria-label')) ?? ''
      const name = matrixOf(label.split(' = ')[0]!)
      const isKnown = found.has(`${name}[0]`) || found.has(`${name}[0,0]`)
      if (wanted.has(name) && !isKnown) await readMatrix(app, grid, found)
    }
  }
}

/**
 * Moves along a matrix of the screen by arrow keys until an element's number is not finite, if one is not.
 */
export async function goToNonFinite(app: LabApp, grid: Locator): Promise<boolean> {
  await tabTo(app, grid.getByRole('gridcell'))
  await press(app, 'Control+Home')
  const columns = Number(await grid.getAttribute('aria-colcount'))
  for (let col = 0; col < columns; col++) {
    if (col > 0) await press(app, 'ArrowRight')
    const label = await grid.getByRole('gridcell').getAttribute('aria-label')
    if (!Number.isFinite(parseCell(label ?? '')[1])) return true
  }
  return false
}
