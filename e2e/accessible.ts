import AxeBuilder from '@axe-core/playwright'
import type { LabApp } from './app'
import { expect } from './fixtures'

/** Nothing of what is on the screen has a serious accessibility finding. */
export async function expectAccessible(app: LabApp): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
