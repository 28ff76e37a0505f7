import { describe, expect, it } from 'vitest'
import { nextTick, reactive } from 'vue'
import type { TextStorage } from './keptDraft'
import { keepDraft } from './keptDraft'

function storageWith(text: string | null): TextStorage {
  let kept = text
  return { getItem: () => kept, setItem: (_, value) => void (kept = value) }
}

describe('keepDraft', () => {
  it('gives a page that is loaded anew what stood in the form, also what is wrong with it', async () => {
    const storage = storageWith(null)
    const texts = reactive<Record<string, string>>({ 'model.cell': 'gru' })
    expect(keepDraft(texts, storage)).toBe(false)
    Object.assign(texts, { 'model.cell': 'lstm', 'model.hiddenSize': '0' })
    await nextTick()
    const loaded = reactive<Record<string, string>>({ 'model.cell': 'gru' })
    expect(keepDraft(loaded, storage)).toBe(true)
    expect(loaded).toEqual({ 'model.cell': 'lstm', 'model.hiddenSize': '0' })
  })

  it.each(['', '{', '[1]', '{"model.cell": 3}', 'null'])('leaves the form as it is if %s is kept', (text) => {
    const texts = reactive<Record<string, string>>({ 'model.cell': 'gru' })
    expect(keepDraft(texts, storageWith(text))).toBe(false)
    expect(texts).toEqual({ 'model.cell': 'gru' })
  })
})
