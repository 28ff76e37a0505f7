import { expect, it, vi } from 'vitest'
import { checkModel } from '../check/modelCheck'
import { defaultExperiment } from '../experiment/defaults'
import type { ExperimentInput } from '../experiment/experiment'
import { describeFields, isRelevant } from '../experiment/form'
import { parseExperiment } from '../experiment/parse'
import { describeProblems } from '../experiment/problemText'
import { createTimeline } from '../explain/timeline'
import type { CellName } from '../kinds/cells'
import type { LossName } from '../kinds/losses'
import { traceOf } from '../replay/trace.testing'
import type { TaskName } from '../tasks/registry'
import { runToEnd } from './trainer.testing'
import type * as TaskRegistry from '../tasks/registry'
import type * as LossKinds from '../kinds/losses'
import type * as CellKinds from '../kinds/cells'
import type * as LossRegistry from '../losses/registry'
import type * as CellRegistry from '../cells/registry'
import type * as ExplainedLossRegistry from '../explain/losses/registry'
import type * as ExplainedCellRegistry from '../explain/cells/registry'

/*
 * A task, a loss and a cell that were never heard of: each is its file and its lines in the registries, as
 * the README lists them, and everything else follows.
 */

vi.mock('../tasks/registry', async (load) => {
  const registry = await load<typeof TaskRegistry>()
  const { toyTask } = await import('./toyEntries.testing')
  Object.assign(registry.tasks, { toy: toyTask })
  ;(registry.taskNames as string[]).push('toy')
  return registry
})
vi.mock('../kinds/losses', async (load) => {
  const registry = await load<typeof LossKinds>()
  const { toyLossKind } = await import('./toyKinds.testing')
  Object.assign(registry.lossKinds, { toy: toyLossKind })
  ;(registry.lossNames as string[]).push('toy')
  return registry
})
vi.mock('../kinds/cells', async (load) => {
  const registry = await load<typeof CellKinds>()
  const { toyCellKind } = await import('./toyKinds.testing')
  Object.assign(registry.cellKinds, { toy: toyCellKind })
  ;(registry.cellNames as string[]).push('toy')
  return registry
})
vi.mock('../losses/registry', async (load) => {
  const registry = await load<typeof LossRegistry>()
  const { toyLoss } = await import('./toyEntries.testing')
  Object.assign(registry.losses, { toy: toyLoss })
  return registry
})
vi.mock('../cells/registry', async (load) => {
  const registry = await load<typeof CellRegistry>()
  const { toyCell } = await import('./toyEntries.testing')
  Object.assign(registry.cellTypes, { toy: toyCell })
  return registry
})
vi.mock('../explain/losses/registry', async (load) => {
  const registry = await load<typeof ExplainedLossRegistry>()
  const { toyLossDescription } = await import('./toyEntries.testing')
  Object.assign(registry.lossDescriptions, { toy: toyLossDescription })
  return registry
})
vi.mock('../explain/cells/registry', async (load) => {
  const registry = await load<typeof ExplainedCellRegistry>()
  const { toyCellDescription } = await import('./toyEntries.testing')
  Object.assign(registry.cellDescriptions, { toy: toyCellDescription })
  return registry
})

const task = 'toy' as TaskName
const cell = 'toy' as CellName
const toy = {
  task: { name: task },
  model: { cell, hiddenSize: 8 },
  optimizer: { lr: 0.01 },
  train: { batch: 16, updates: 400 },
} as ExperimentInput

function refusalOf(input: unknown): string {
  const parsed = parseExperiment(input)
  return parsed.ok ? 'accepted' : describeProblems(parsed)
}

it('a new task, loss and cell have defaults and a form', () => {
  expect(defaultExperiment(task, cell)).toMatchObject({
    task: { name: 'toy', seqLen: 6, back: 2 },
    model: { cell: 'toy' },
  })
  const fields = new Map(describeFields(task).map((field) => [field.path, field]))
  expect(fields.get('task.name')?.options).toContain('toy')
  expect(fields.get('task.back')).toMatchObject({ kind: 'integer', min: 1, max: 10, default: 2 })
  expect(fields.get('model.cell')?.options).toContain('toy')
  expect(isRelevant(fields.get('model.forgetBias')!, toy)).toBe(false)
})

it('a new task and cell are refused with what is wrong with them', () => {
  expect(refusalOf(toy)).toBe('accepted')
  expect(refusalOf({ ...toy, task: { name: 'toy', seqLen: 4, back: 4 } })).toBe(
    'task.back is 4: expected less than task.seqLen (4)',
  )
  expect(refusalOf({ ...toy, task: { name: 'toy', delay: 1 } })).toBe(
    'task.delay is 1: there is no such field',
  )
  expect(refusalOf({ ...toy, model: { cell: 'toy', bidirectional: true } })).toBe(
    'model.bidirectional is true: expected false: the toy cell runs in one direction only',
  )
  expect(refusalOf({ ...toy, model: { cell: 'toy', hiddenSize: 1024 }, train: { batch: 1024 } })).toContain(
    'a run needs about',
  )
})

it('a new task is learnt by a new cell under a new loss', () => {
  const { records, trainer } = runToEnd(toy)
  expect(records).toHaveLength(400)
  expect(trainer.baseline).toBeCloseTo(2 / 3, 12)
  expect(records.slice(-20).every(({ loss }) => loss < trainer.baseline / 4)).toBe(true)
  const sample = trainer.sample()!
  expect(sample).toMatchObject({ loss: 'toy', seqLen: 6, inputSize: 1, outputSize: 1 })
  expect([...sample.target].map(Number.isNaN)).toEqual([true, true, true, true, true, false])
  expect(sample.target[5]).toBe(sample.input[3])
})

it('a new cell and a new loss have the gradients that central differences find', () => {
  const { model } = defaultExperiment(task, cell)
  const spec = { ...model, hiddenSize: 3, numLayers: 2, inputSize: 2, outputSize: 2 }
  const sizes = { seqLen: 4, batch: 2, seed: 1 }
  const report = checkModel({ ...sizes, spec, loss: 'toy' as LossName, supervised: 'every' })
  expect(report.maxError).toBeLessThan(1e-6)
})

it('a new cell and a new loss are explained number by number', () => {
  const trace = traceOf({ ...toy, train: { batch: 2, updates: 3 } })
  let count = 0
  for (const { equations } of createTimeline(trace).steps) {
    for (const { result, explain } of equations) {
      const { computed, value } = explain?.(0, 0) ?? { computed: 0, value: 0 }
      expect([result.id, computed]).toEqual([result.id, expect.closeTo(value, 10)])
      count++
    }
  }
  expect(count).toBeGreaterThan(20)
})
