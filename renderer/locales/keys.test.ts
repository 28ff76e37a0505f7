import { describe, expect, it } from 'vitest'
import { describeFields } from '../../core/experiment/form'
import { taskNames } from '../../core/tasks/registry'
import { problemCodes } from '../../core/fields/problem'
import { en } from './en'
import { createTexts } from './i18n'
import { zhCN } from './zh-CN'

function leaves(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  return Object.entries(node as Record<string, unknown>).flatMap(([key, child]) =>
    leaves(child, path ? `${path}.${key}` : key),
  )
}

/** Each once: the forms of a plural repeat them. */
const slots = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()

describe('the window’s texts', () => {
  it('have the same keys in both languages', () => {
    expect(leaves(zhCN).map(([key]) => key)).toEqual(leaves(en).map(([key]) => key))
  })

  it('are filled with the same values in both languages', () => {
    const english = new Map(leaves(en))
    for (const [key, text] of leaves(zhCN))
      expect([key, slots(text)]).toEqual([key, slots(english.get(key)!)])
  })

  it('are never empty', () => {
    for (const [, text] of [...leaves(en), ...leaves(zhCN)]) expect(text).not.toBe('')
  })

  it('name and explain every field of every task, each of its choices, and what it means to leave it empty', () => {
    const { te } = createTexts().global
    const all = taskNames.flatMap((task) => describeFields(task))
    const canBeEmpty = (path: string) => all.some((field) => field.path === path && field.nullable === true)
    for (const task of taskNames) {
      for (const field of describeFields(task)) {
        expect([field.path, te(`fields.${field.path}.label`)]).toEqual([field.path, true])
        expect([field.path, te(`fields.${field.path}.help`)]).toEqual([field.path, true])
        expect([field.path, te(`fields.${field.path}.empty`)]).toEqual([field.path, canBeEmpty(field.path)])
        if (field.unit) expect([field.unit, te(`units.${field.unit}`)]).toEqual([field.unit, true])
        for (const option of field.options ?? []) {
          expect([option, te(`options.${field.path}.${option}`)]).toEqual([option, true])
        }
      }
    }
  })

  it('say of every task what goes in, what must come out, what to remember, the trivial answer, and what it teaches', () => {
    const { te } = createTexts().global
    for (const task of taskNames) {
      for (const fact of ['input', 'target', 'memory', 'trivial', 'teaches']) {
        expect([task, fact, te(`tasks.${task}.${fact}`)]).toEqual([task, fact, true])
      }
    }
  })

  it('have a sentence for everything that can be wrong with a field', () => {
    const { te } = createTexts().global
    for (const code of problemCodes) expect([code, te(`problems.${code}`)]).toEqual([code, true])
  })

  it('name the fields that the rest of the product counts on', () => {
    const { t } = createTexts().global
    const names = {
      'task.name': 'Task',
      'model.cell': 'Cell',
      'task.seqLen': 'Sequence length',
      'model.hiddenSize': 'Hidden size',
      'model.numLayers': 'Layers',
      'optimizer.name': 'Optimizer',
      'optimizer.lr': 'Learning rate',
      'clip.mode': 'Clipping',
      'clip.threshold': 'Clip threshold',
      'train.batch': 'Batch size',
      'train.updates': 'Updates',
      'train.seed': 'Seed',
    }
    for (const [path, label] of Object.entries(names)) expect(t(`fields.${path}.label`)).toBe(label)
  })
})
