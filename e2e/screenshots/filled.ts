import type { LabApp } from '../app'
import { expect } from '../fixtures'

/** Until the gradient flow has what is recomputed by itself: all that it lacked, or as much as that makes. */
export async function expectFilled(app: LabApp): Promise<void> {
  const flow = app.figure('Gradient flow')
  const marks = flow.getByText(/Marks below the map/)
  const rest = flow.getByRole('button', { name: /^Recompute gaps/ })
  await expect.poll(async () => (await marks.isHidden()) || (await rest.isVisible())).toBe(true)
}
