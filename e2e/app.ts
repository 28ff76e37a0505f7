import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** What a person can set in the Lab's form, by the field's English name. */
export type Fields = Readonly<Record<string, string | number>>

/** Drives the app as a person would: by roles and names, never by its internals. */
export class LabApp {
  constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
  ) {}

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true })
  }

  figure(name: string): Locator {
    return this.page.getByRole('figure', { name, exact: true })
  }

  /**
   * Scrolls a figure into sight and lets the window draw it there, after which it knows that the figure is
   * seen.
   */
  async bringToSight(figure: Locator): Promise<void> {
    await figure.scrollIntoViewIfNeeded()
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
        }),
    )
  }

  get status(): Locator {
    return this.page.getByRole('status')
  }

  /** Chooses in lists by the option's value; types elsewhere and confirms with Enter. */
  async fill(fields: Fields): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.field(name)
      const isList = (await field.evaluate((element) => element.tagName)) === 'SELECT'
      if (isList) await field.selectOption(String(value))
      else {
        await field.fill(String(value))
        await field.press('Enter')
      }
    }
  }

  /** Opens a group's further settings. */
  async openMore(group: string): Promise<void> {
    await this.page.getByRole('button', { name: `More settings: ${group}` }).click()
  }

  async startRun(fields: Fields = {}): Promise<void> {
    await this.fill(fields)
    await this.button('Start').click()
  }

  /** Switches the window's language; the switch is named in the language that is shown. */
  async speak(locale: 'en' | 'zh-CN'): Promise<void> {
    await this.page.getByLabel(/^(Language|语言)$/).selectOption(locale)
  }

  /** Training threads that have not ended; a spare one is none. */
  numTrainingThreads(): Promise<number> {
    return this.electron.evaluate(
      () =>
        (globalThis as unknown as { unrollThreads: { threadId: number }[] }).unrollThreads.filter(
          ({ threadId }) => threadId !== -1,
        ).length,
    )
  }

  /** Updates a second, by the stops of the speed slider from the slowest on. */
  async setSpeedStop(stop: number): Promise<void> {
    await this.field('Speed').fill(String(stop))
  }

  /** The number of updates made, as the window shows it. */
  async updates(): Promise<number> {
    const term = this.page.getByRole('term').filter({ hasText: /^Update$/ })
    const text = await term.locator('xpath=following-sibling::dd').innerText()
    return parseCount(text.split('/')[0] ?? '')
  }

  /** Pauses and returns the update at which the run stands. */
  async pause(): Promise<number> {
    await this.button('Pause').click()
    await expect(this.status).toContainText(/Paused at update/)
    return parseCount(await this.status.innerText())
  }

  /** Goes to a place of the window by its name in the rail. */
  async goTo(place: string): Promise<void> {
    await this.button(place).click()
    await expect(this.page.getByRole('main', { name: place })).toBeVisible()
  }

  /** The row of a run in the table of runs, by what it is called. */
  run(name: string | RegExp): Locator {
    const header = this.page.getByRole('rowheader').filter({ hasText: name })
    return this.page.getByRole('row').filter({ has: header })
  }

  /** Names a run of the table anew. */
  async renameRun(row: Locator, name: string): Promise<void> {
    await row.press('F2')
    await row.getByRole('textbox').fill(name)
    await row.getByRole('textbox').press('Enter')
    await expect(this.run(name)).toBeFocused()
  }

  async waitForUpdate(update: number): Promise<void> {
    await expect.poll(() => this.updates(), { timeout: 45_000 }).toBeGreaterThanOrEqual(update)
  }

  /** A chart's data table once it ends with an update: an open one changes at most twice a second. */
  async tableUpTo(update: number, figure: string): Promise<{ update: number; value: number }[]> {
    await expect.poll(async () => (await this.table(figure)).at(-1)?.update).toBe(update)
    return this.table(figure)
  }

  /** A chart's data table: update and first column's value of every row, the oldest first. */
  async table(figure: string): Promise<{ update: number; value: number }[]> {
    const toggle = this.figure(figure).getByRole('button', { name: /Table/ })
    if ((await toggle.getAttribute('aria-pressed')) === 'false') await toggle.click()
    const rows = this.figure(figure).getByRole('table').locator('tbody tr')
    const texts = await rows.evaluateAll((elements) =>
      elements.map((row) => [
        row.querySelector('th')?.innerText ?? '',
        row.querySelector('td')?.innerText ?? '',
      ]),
    )
    return texts
      .map(([update = '', value = '']) => ({ update: parseCount(update), value: parseNumber(value) }))
      .sort((a, b) => a.update - b.update)
  }
}

function parseCount(text: string): number {
  return Number(text.replace(/[^\d]/g, ''))
}

/** Reads a number as the window writes it: 1,234.5 or 1.2×10⁻⁵ or 1.2e-5. */
function parseNumber(text: string): number {
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
  const plain = text
    .replaceAll(',', '')
    .replace(/\s*×\s*10/, 'e')
    .replaceAll('⁻', '-')
    .replaceAll('−', '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(superscripts.indexOf(digit)))
  return Number(plain)
}
