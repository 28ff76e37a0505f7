import { expect, test } from './fixtures'

const states = { even: 'odd', odd: 'even' }
/** Whether the ones so far are even or odd, as an automaton. */
const parity = (more: object) => ({
  ...{ title: 'Even or odd', alphabet: ['0', '1'], target: 'answer', steps: 6 },
  grammar: {
    start: 'even',
    states: Object.fromEntries(
      Object.entries(states).map(([name, other]) => [
        name,
        {
          answer: name,
          next: [
            { symbol: '0', to: name },
            { symbol: '1', to: other },
          ],
        },
      ]),
    ),
    ...more,
  },
})

test('a teacher’s task is opened as a file, told of where it is wrong, and trained on once it is right', async ({
  app,
}) => {
  const open = (task: object) =>
    app.page.locator('input[type="file"]').setInputFiles({
      name: '奇偶 parity.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(task, null, 2)),
    })
  await app.fill({ Task: 'custom' })
  await expect(app.page.getByText('3 states, 2 symbols, 3 answers')).toBeVisible()
  await app.fill({ Source: 'file' })
  await expect(app.button('Start')).toBeDisabled()

  await open(parity({}))
  const wrong = 'parity.json: line 12, column 7: grammar.states.even leads to no end of a string'
  await expect(app.page.getByRole('alert').filter({ hasText: wrong })).toBeVisible()
  await expect(app.button('Start')).toBeDisabled()

  await open(parity({ endless: true }))
  await app.page.getByText('2 states, 2 symbols, 2 answers').click()
  await expect(app.page.getByText('Even or odd')).toBeVisible()
  await expect(app.page.getByText('States: even, odd')).toBeVisible()
  await app.startRun({ 'Hidden size': '8', 'Batch size': '8', Updates: '400' })
  await app.waitForUpdate(400)
  await expect(app.page.getByRole('figure', { name: 'Sample' })).toContainText('odd')
})
