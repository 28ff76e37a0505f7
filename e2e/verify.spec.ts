import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectAccessible } from './accessible'
import type { LabApp } from './app'
import { expect, PROJECT, test } from './fixtures'
import { press, shownValue, tabTo } from './microscopeKeys'

/* The place Verify by keyboard alone, but for a file that is dropped. */

async function openSection({ page }: LabApp, place: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Verify', exact: true }).press('Enter')
  const option = page.getByRole('radiogroup', { name: 'What is checked' }).getByRole('radio', { name: place })
  await option.focus()
  await page.keyboard.press('Space')
  await expect(option).toBeChecked()
}

/** Every number of an opened tensor by its name, ours and the file's. */
function readElements({ page }: LabApp, tensor: string): Promise<[string, string, string][]> {
  const table = page.getByLabel(`Elements of ${tensor}`, { exact: true }).getByRole('table')
  return table.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row): [string, string, string] => {
      const [name, ours, theirs] = [...row.children] as HTMLElement[]
      return [name!.innerText, ours!.dataset['copied'] ?? '', theirs!.dataset['copied'] ?? '']
    }),
  )
}

type Json = number | string | readonly Json[] | { readonly [key: string]: Json }

/** The number of a file at `a.b` and then at an index. */
function numberIn(json: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((at, key) => (at as Record<string | number, Json>)[key]!, json)
}

const parts = [
  ['Homework part 1: one step forward', 'part1_cell_forward', { a_next: 'outputs', yt_pred: 'outputs' }],
  [
    'Homework part 2: values printed in the handout',
    'part2_cell_backward',
    { dxt: 'as_printed.outputs', da_prev: 'as_printed.outputs', dWaa: 'as_printed.outputs' },
  ],
  ['Homework part 3: a sequence forward', 'part3_forward', { a: 'outputs', y_pred: 'outputs' }],
  [
    'Homework part 4: a sequence',
    'part4_backward',
    { dx: 'outputs', da0: 'outputs', dWax: 'outputs', dWaa: 'outputs', dba: 'outputs' },
  ],
  [
    'Homework part 5: RNNCell and torch.nn.RNN',
    'part5_numpy_vs_torch',
    { hidden: 'torch', dx: 'torch', dw_hh: 'torch', db_ih: 'torch' },
  ],
] as const

test('the homework’s five parts on the screen equal their files, and a number opens its formula', async ({
  app,
}) => {
  test.setTimeout(180_000)
  const { page } = app
  await openSection(app, 'Homework')
  for (const [title, file, tensors] of parts) {
    await page.getByLabel('Part', { exact: true }).selectOption({ label: title })
    await expect(page.getByText(/^All [\d,]+ numbers agree\.$/)).toBeVisible()
    const path = join(PROJECT, `core/homework/reference/${file}.json`)
    const json = JSON.parse(readFileSync(path, 'utf8')) as Json
    for (const [tensor, where] of Object.entries(tensors)) {
      const row = page.getByRole('table').getByRole('button', { name: tensor, exact: true })
      await row.focus()
      await press(app, 'Enter')
      const elements = await readElements(app, tensor)
      expect(elements.length).toBeGreaterThan(0)
      for (const [name, ours, theirs] of elements) {
        const index = [...name.matchAll(/\d+(?=[,\]])/g)].map(([place]) => Number(place))
        const want = numberIn(json, [...where.split('.'), tensor, ...index]) as number
        expect([name, Number(theirs)]).toEqual([name, want])
        expect(Math.abs(Number(ours) - want), name).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(want)))
      }
      await row.focus()
      await press(app, 'Enter')
    }
  }
  await expectAccessible(app)

  await page.getByLabel('Part', { exact: true }).selectOption({ label: 'Homework part 4: a sequence' })
  await page.getByRole('table').getByRole('button', { name: 'dWaa', exact: true }).press('Enter')
  const element = page.getByRole('button', { name: 'dWaa[1, 2]', exact: true })
  await element.press('Enter')
  await expect(page.getByRole('main', { name: 'Microscope' })).toBeVisible()
  expect(await shownValue(app)).toBeCloseTo(2.303333126579893, 12)
})

test('a planted bug is found by its red tensors, by keyboard alone', async ({ app }) => {
  const { page } = app
  await openSection(app, 'Find the bug')
  const red = () =>
    page
      .getByRole('table', { name: 'Gradient check' })
      .getByRole('row')
      .filter({ hasText: 'differs' })
      .getByRole('rowheader')
      .allInnerTexts()
  await expect.poll(red).toEqual(['dWaa'])
  const one = page.getByRole('radiogroup', { name: 'Steps T' }).getByRole('radio', { name: '1' })
  await tabTo(app, page.getByRole('radiogroup', { name: 'Steps T' }).getByRole('radio', { name: '4' }))
  await press(app, 'ArrowLeft')
  await expect(one).toBeChecked()
  await expect.poll(red).toEqual(['dWaa'])

  const guess = page.getByLabel('Which line is wrong, and how?')
  await guess.selectOption({ label: 'The bias’s gradient is averaged over the batch' })
  await app.button('That is my answer').press('Enter')
  await expect(page.getByText(/^No: it is another one\./)).toBeVisible()
  await guess.selectOption({
    label: 'The state after the step stands where the one before it belongs (wrong index)',
  })
  await app.button('That is my answer').press('Enter')
  await expect(page.getByText(/^Right: The state after the step/)).toBeVisible()
  await expect(page.getByText('dWaa += dz @ a[t].T')).toBeVisible()
  await expectAccessible(app)
})

test('a dropped reference file is judged, and one that is none is refused with a sentence', async ({
  app,
}) => {
  const { page } = app
  await openSection(app, 'PyTorch files')
  await expect(page.getByText(/all \d+ tensors agree with PyTorch/)).toBeVisible()

  const drop = async (name: string, bytes: Uint8Array) => {
    const file = await page.evaluateHandle(
      ([called, base64]) => {
        const data = new DataTransfer()
        const content = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0))
        data.items.add(new File([content], called!))
        return data
      },
      [name, Buffer.from(bytes).toString('base64')],
    )
    await page.locator('.verify').dispatchEvent('drop', { dataTransfer: file })
  }
  const path = join(PROJECT, 'core/check/reference/parity/lstm_T3_B3_I4_H5_L1.safetensors')
  const bytes = new Uint8Array(readFileSync(path))
  // One bit of one result.
  const changed = bytes.slice()
  changed[changed.length - 2]! ^= 0x10
  await drop('changed.safetensors', changed)
  await expect(page.getByText(/1 tensor differs from PyTorch/)).toBeVisible()
  await drop('mine.safetensors', bytes)
  await expect(page.getByText(/all \d+ tensors agree with PyTorch/)).toBeVisible()
  await drop('cut.safetensors', bytes.slice(0, -8))
  await expect(page.getByRole('alert')).toContainText('cut.safetensors: ')
  await drop('notes.txt', new TextEncoder().encode('hello'))
  await expect(page.getByRole('alert')).toContainText('notes.txt: the file has 5 bytes')
})

test('the gradients of the Lab’s form are checked, and the worst element opens in the Microscope', async ({
  app,
}) => {
  const { page } = app
  await app.fill({ 'Hidden size': 4, 'Batch size': 2 })
  await openSection(app, 'Gradient check')
  await app.button('Check gradients').press('Enter')
  await expect(page.getByText(/All gradients agree with the differences/)).toBeVisible({ timeout: 60_000 })
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /weight_hh_l0/ }) })
  const analytic = await row.getByRole('cell').nth(2).innerText()
  await row.getByRole('button').press('Enter')
  await expect(page.getByRole('main', { name: 'Microscope' })).toBeVisible()
  expect(await shownValue(app)).toBe(Number(analytic.replaceAll('−', '-')))
})

test('RTRL and BPTT come to the same gradient, and the self-test holds on this machine', async ({ app }) => {
  test.setTimeout(120_000)
  const { page } = app
  await openSection(app, 'RTRL and BPTT')
  await expect(page.getByText(/^The same gradient/)).toBeVisible()
  const n = 8 * (2 + 8 + 1)
  await expect(page.getByRole('row', { name: /RTRL, forwards/ })).toContainText(
    (20 * 10 * 8 * n).toLocaleString('en'),
  )
  await page.getByLabel('Units H').fill('99')
  await page.getByLabel('Units H').press('Enter')
  await expect(page.getByRole('alert')).toContainText('Units H is 99: expected a whole number from 1 to 24')
  await openSection(app, 'Self-test')
  await app.button('Start the self-test').press('Enter')
  await expect(page.getByText(/^Everything holds/)).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('row').filter({ hasText: 'agrees' })).toHaveCount(10)
  await expectAccessible(app)
})
