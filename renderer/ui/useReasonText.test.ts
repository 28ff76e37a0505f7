import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { useI18n } from 'vue-i18n'
import { reason, reasonOfProblems } from '../../core/contract/reasons'
import type { Failure } from '../../core/contract/result'
import { failureOf } from '../../core/contract/result'
import { parseExperiment } from '../../core/experiment/parse'
import type { Locale } from '../locales/i18n'
import { mountPanel } from '../testing/mountPanel.testing'
import { useReasonText } from './useReasonText'

const Said = defineComponent({
  props: {
    failure: { type: Object as () => Failure, required: true },
    locale: { type: String as () => Locale, required: true },
  },
  setup(props) {
    const { locale } = useI18n()
    locale.value = props.locale
    const { failureText } = useReasonText()
    return () => h('p', failureText(props.failure))
  },
})

async function said(failure: Failure): Promise<{ en: string; zh: string }> {
  const texts: string[] = []
  for (const locale of ['en', 'zh-CN'] as const) {
    const panel = await mountPanel(Said, { failure, locale })
    texts.push(panel.root.textContent ?? '')
    panel.close()
  }
  return { en: texts[0]!, zh: texts[1]! }
}

it('says why in the window’s language, down to what the disk says', async () => {
  const full = reason('runWaits', { path: '/data/a', why: reason('noSpace') })
  expect(await said(failureOf('inUse', full))).toEqual({
    en: 'cannot write into /data/a: no space left on the disk; the run waits until that is possible again',
    zh: '无法写入 /data/a：磁盘空间已满；训练暂停，直到可以写入为止',
  })
})

it('chooses the form of a number, and writes it as everywhere', async () => {
  const few = (n: number) => reason('tooFewUpdates', { path: '/a', n, expected: 2000 })
  expect((await said(failureOf('inUse', few(1)))).en).toBe('/a has 1 update, expected 2,000 at least')
  expect((await said(failureOf('inUse', few(7)))).en).toBe('/a has 7 updates, expected 2,000 at least')
})

it('names how a run has ended as the table does', async () => {
  expect(await said(failureOf('runEnded', reason('ended', { status: 'stopped' })))).toEqual({
    en: 'the run has ended (Stopped)',
    zh: '这次训练已经结束（已停止）',
  })
})

it('says of a damaged experiment in a folder what is wrong with its fields, also with those that nobody knows', async () => {
  const parsed = parseExperiment({ task: { name: 'adding' }, model: { cell: 'gru', hiddenSize: 0 }, x: 1 })
  if (parsed.ok) throw new Error('it has two problems')
  const damaged = reason('inFile', { path: '/a/experiment.json', why: reasonOfProblems(parsed) })
  const { en, zh } = await said(failureOf('unreadableFile', damaged))
  expect(en).toMatch(/^\/a\/experiment\.json: Hidden size\. .*expected a whole number/)
  expect(zh).toMatch(/^\/a\/experiment\.json：隐藏.*应为 1 到 .* 的整数.*x：.*没有这个字段/)
  expect(zh.replace('/a/experiment.json', '')).not.toMatch(/[a-z]{2,}/i)
})

it('says of a field without a value that it is required', async () => {
  for (const value of ['null', 'undefined', '""']) {
    const problem = { path: 'task.file', value, code: 'noFile', params: {} } as const
    const { en, zh } = await said(failureOf('invalidExperiment', '', [problem]))
    expect(en).toBe('File. Required: expected a file of your own')
    expect(zh).not.toContain(value)
  }
})

it('says of fields what the form says, and of a fault in the program that it is one', async () => {
  const problem = {
    path: 'model.hiddenSize',
    value: '0',
    code: 'integer',
    params: { min: 1, max: 9 },
  } as const
  const { en, zh } = await said(failureOf('invalidExperiment', 'model.hiddenSize is 0', [problem]))
  expect([en, zh]).toEqual([expect.stringContaining('Hidden size'), expect.stringContaining('隐藏')])
  expect(await said(failureOf('internal', 'x is undefined'))).toEqual({
    en: 'x is undefined',
    zh: '内部错误（x is undefined）',
  })
})
