import { expect, it } from 'vitest'
import { exportFormatNames, weightFormatNames } from '../../core/contract/exchange'
import { exportFormats } from './exportFormats'

it('the formats that hold weights are those that can be asked for an update’s', () => {
  const asked = exportFormatNames.filter((name) => exportFormats[name].options.includes('update'))
  expect([...weightFormatNames].sort()).toEqual(asked.sort())
})
