import { expect, it } from 'vitest'
import { recurrentSpectra } from './observeSpectrum'
import { trained } from './trained.testing'

it('spectra of orthogonal recurrent blocks are the gain, gate by gate', () => {
  const spectra = recurrentSpectra(trained({ cell: 'gru', initGain: 0.7 }).cell)
  expect(spectra.map(({ gate }) => gate)).toEqual(['r', 'z', 'n'])
  for (const { spectralRadius, largestSingularValue } of spectra) {
    expect(spectralRadius).toBeCloseTo(0.7, 12)
    expect(largestSingularValue).toBeCloseTo(0.7, 12)
  }
})
