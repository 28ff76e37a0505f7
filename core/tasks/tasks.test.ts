import { describe, expect, it } from 'vitest'
import { taskNames } from './registry'
import type { TaskSettings } from './registry'
import { lossKinds } from '../kinds/losses'
import { createRandom } from '../math/random'
import { bindTask } from './bind'
import { settingsOf } from './settings.testing'
import { createBatch } from '../train/createBatch'
import type { BoundTask } from './bind'
import type { TaskBatch } from './task'

function draw(task: BoundTask, batch: number, seed = 1): TaskBatch {
  const buffers = createBatch(task.shape, task.numSupervised, task.loss, batch, 'float64')
  task.generate(createRandom(seed), buffers)
  return buffers
}

/** Of a text that is read in order the seed says nothing. */
const settingsOfAll: TaskSettings[] = taskNames.map((name) =>
  name === 'text' ? settingsOf(name, { state: 'reset' }) : settingsOf(name),
)

describe.each(settingsOfAll)('task $name', (settings) => {
  const task = bindTask(settings)
  const { seqLen, inputSize, outputSize } = task.shape

  it('has buffers of the shapes it states', () => {
    const { input, classes, values } = draw(task, 3)
    expect(input).toHaveLength(seqLen * 3 * inputSize)
    expect(task.supervised).toHaveLength(seqLen)
    expect(classes).toHaveLength(lossKinds[task.loss].targets === 'classes' ? task.numSupervised * 3 : 0)
    expect(values).toHaveLength(
      lossKinds[task.loss].targets === 'values' ? task.numSupervised * 3 * outputSize : 0,
    )
    expect(classes.every((value) => value >= 0 && value < outputSize)).toBe(true)
  })

  it('gives the same sequences for the same seed and others for another', () => {
    expect(draw(task, 4, 7)).toEqual(draw(task, 4, 7))
    expect(draw(task, 4, 7)).not.toEqual(draw(task, 4, 8))
  })

  it('overwrites whatever the buffers held', () => {
    const dirty = createBatch(task.shape, task.numSupervised, task.loss, 4, 'float64')
    dirty.input.fill(9)
    dirty.classes.fill(9)
    dirty.values.fill(9)
    task.generate(createRandom(7), dirty)
    expect(dirty).toEqual(draw(task, 4, 7))
  })

  it('draws the same sequences in float32, rounded', () => {
    const single = createBatch(task.shape, task.numSupervised, task.loss, 4, 'float32')
    task.generate(createRandom(7), single)
    const { input, classes } = draw(task, 4, 7)
    expect([...single.input]).toEqual([...input].map(Math.fround))
    expect(single.classes).toEqual(classes)
  })

  it('has a baseline above 0 and a formula for it', () => {
    expect(task.baseline).toBeGreaterThan(0)
    expect(task.baselineFormula).not.toBe('')
  })
})
