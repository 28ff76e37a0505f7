import { describe, expect, it } from 'vitest'
import { checkHomework } from '../check/homeworkCheck'
import { unravel } from '../check/compare'
import { checkUpdate, traceUpdate } from '../check/updateCheck'
import { homeworkParts } from '../contract/homeworkParts'
import { cellNames } from '../kinds/cells'
import { complete } from '../train/trainer.testing'
import { gradientElement, homeworkElement } from './checkedElement'
import { homeworkTimeline } from './homework'
import { createTimeline } from './timeline'

describe('the way from a checked number to its equation', () => {
  it.each(homeworkParts)('leads to the very number, of every number of %s', (part) => {
    const timeline = homeworkTimeline(part)
    for (const { name, shape, at, want, bound } of checkHomework(part).tensors) {
      at.forEach((place, i) => {
        const found = homeworkElement(timeline, name, unravel(place, shape))
        const error = Math.abs((found?.matrix.at(found.row, found.col) ?? NaN) - want[i])
        expect(error, `${name}[${unravel(place, shape).join()}]`).toBeLessThan(
          bound * (1 + Math.abs(want[i])),
        )
      })
    }
  })

  it.each(cellNames)('leads to the worst element of each gradient: %s', (cell) => {
    const experiment = complete({
      task: { name: 'echo', seqLen: 5, delay: 2 },
      model: { cell, hiddenSize: 3, numLayers: 2 },
      train: { batch: 2 },
    })
    const timeline = createTimeline(traceUpdate(experiment))
    for (const { name, worst } of checkUpdate(experiment, { most: null }).tensors) {
      const found = gradientElement(timeline, name, worst!.index)
      expect(found?.matrix.at(found.row, found.col), name).toBeCloseTo(worst!.analytic, 12)
    }
  })
})
