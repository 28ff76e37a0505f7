import type { LabApp } from './app'
import { expect, test } from './fixtures'
import { expectAccessible } from './accessible'

/** What a learner does in a lesson, by the names on the screen in one language. */
const WORDS = {
  en: {
    place: 'Lessons',
    lesson: /First run/,
    number: 'A number',
    commit: 'That is my prediction',
    next: 'Next step',
    start: 'Start this run',
    right: 'Right.',
    waits: 'Now let the run answer.',
    met: 'Met',
    loss: 'Loss',
  },
  'zh-CN': {
    place: '课程',
    lesson: /第一次训练/,
    number: '一个数',
    commit: '这就是我的预测',
    next: '下一步',
    start: '开始这次训练',
    right: '对。',
    waits: '现在让训练来回答。',
    met: '已达到',
    loss: '损失',
  },
} as const

const block = ({ page }: LabApp, text: string) => page.getByRole('region').filter({ hasText: text })

for (const locale of ['en', 'zh-CN'] as const) {
  test(`a learner predicts, trains, and sees the check met: ${locale}`, async ({ app }) => {
    const words = WORDS[locale]
    const { page } = app
    await app.speak(locale)
    await app.goTo(words.place)
    await page.getByRole('button', { name: words.lesson }).click()

    // A first question is marked at once: what guesses best without a memory.
    const [first, second] = [page.getByLabel(words.number).first(), page.getByLabel(words.number)]
    await first.fill('1')
    await app.button(words.commit).first().click()
    await expect(page.getByText(words.right)).toBeVisible()
    await second.fill('1/6')
    await app.button(words.commit).click()
    await expect(page.getByText(words.right)).toHaveCount(2)
    await expectAccessible(app)

    // The run is the learner's own, and its figure stands in the text.
    await app.button(words.next).click()
    await app.button(words.start).click()
    await expect(app.figure(words.loss)).toBeVisible()
    await expect(block(app, words.met)).toBeVisible({ timeout: 60_000 })
    await expectAccessible(app)

    // What is predicted is held against it afterwards, and cannot be changed.
    await app.button(words.next).click()
    await page.getByLabel(words.number).fill('1500')
    await app.button(words.commit).click()
    await expect(page.getByText(words.waits)).toBeVisible()
    await expect(app.button(words.commit)).toHaveCount(0)
  })
}

test('a name on the screen opens its entry of the glossary, and that leads to where it can be seen', async ({
  app,
}) => {
  const { page } = app
  await app.button('Gradient flow').click()
  const glossary = page.getByRole('dialog', { name: 'Glossary' })
  await expect(glossary.getByRole('heading', { name: 'gradient flow' })).toBeVisible()
  await expect(glossary.getByRole('heading', { name: '梯度流' })).toBeVisible()
  await expectAccessible(app)

  // It is found in either language, whichever the window speaks.
  await glossary.getByRole('searchbox').fill('遗忘门')
  await glossary.getByRole('button', { name: 'forget gate', exact: true }).click()
  await glossary.getByRole('button', { name: 'Go there' }).click()
  await expect(glossary).toBeHidden()
  await expect(page.getByRole('tab', { name: 'Gates' })).toHaveAttribute('aria-selected', 'true')
})
