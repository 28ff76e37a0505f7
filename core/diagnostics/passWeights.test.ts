import { expect, it } from 'vitest'
import { copyValues } from '../nn/parameter'
import { updateRatios } from './passWeights'
import { trained } from './trained.testing'

it('update ratios compare the step with the size before it', () => {
  const { model } = trained({})
  model.parameters[3].value.fill(0)
  const before = copyValues(model.parameters)
  for (let i = 0; i < model.parameters[0].value.length; i++) model.parameters[0].value[i] *= 1.01
  model.parameters[2].value.fill(1)
  const ratios = updateRatios(before, model.parameters)
  expect(ratios[0].ratio).toBeCloseTo(0.01, 12)
  expect(ratios[1].ratio).toBe(0)
  expect(ratios[2].ratio).toBe(Infinity)
  expect(ratios[3].ratio).toBe(0)
})
