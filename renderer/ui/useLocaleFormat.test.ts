import { expect, it } from 'vitest'
import { useI18n } from 'vue-i18n'
import { mountComposable } from '../testing/mountComposable.testing'
import { useLocaleFormat } from './useLocaleFormat'

it('joins lists, readings and sentences as each language does', async () => {
  const { result, close } = await mountComposable(() => ({ i18n: useI18n(), format: useLocaleFormat() }))
  const { i18n, format } = result
  expect(format.list(['Cell', 'Layers', 'Seed'])).toBe('Cell, Layers, and Seed')
  expect(format.readings(['t = 1', 'unit 0', '0.5'])).toBe('t = 1, unit 0, 0.5')
  expect(format.sentences(['One.', '', 'Two.'])).toBe('One. Two.')
  i18n.locale.value = 'zh-CN'
  expect(format.list(['循环单元', '层数', '随机种子'])).toBe('循环单元、层数和随机种子')
  expect(format.readings(['t = 1', '单元 0', '0.5'])).toBe('t = 1、单元 0、0.5')
  expect(format.sentences(['其一。', '', '其二。'])).toBe('其一。其二。')
  close()
})
