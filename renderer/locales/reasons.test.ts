import { describe, expect, it } from 'vitest'
import { reasonSentences } from '../../core/contract/reasons'
import { reasonsZhCN } from './reasons.zh-CN'

/** Of a sentence the words that are neither filled in nor written the same in every language. */
const NAMES =
  /\{\w+\}|rediss?:\/\/(:PASSWORD@HOST:PORT)?|TLS|--\w+|git lfs( pull)?|JSON|true|false|UTF-\d+|GB18030|SHA-256|PyTorch|Python|nn\.RNN|GRU|LSTM|state_dict|\.float\(\)|train\.dtype|float32|pickle|safetensors|\.pt|g?zip|_/gi
const words = (sentence: string) => sentence.replaceAll(NAMES, '').match(/[a-z]{2,}/gi) ?? []

describe('the reasons of the main process', () => {
  it('are sentences in Chinese too', () => {
    const english = Object.entries(reasonsZhCN.reasons).filter(([, sentence]) => words(sentence).length > 0)
    expect(english).toEqual([])
  })

  it('are words of another in every language, or in none', () => {
    const bare = (sentences: Readonly<Record<string, string>>) =>
      Object.keys(sentences).filter((code) => /^\{\w+\}$/.test(sentences[code]!))
    expect(bare(reasonsZhCN.reasons)).toEqual(bare(reasonSentences))
  })
})
