import { expect, it } from 'vitest'
import { small, traceOf } from '../../../core/replay/trace.testing'
import { elementText } from '../../../core/explain/matrix'
import { stepId } from '../../../core/explain/stepId'
import { createTimeline } from '../../../core/explain/timeline'
import { stepAt } from '../../../core/explain/timeline.testing'
import { factorParts } from './factorParts'

it('is a piece of formula for each factor, with the element that it is; a difference has both', () => {
  const step = stepAt(createTimeline(traceOf(small({ cell: 'gru' }))), stepId('backward', 0, 2))
  const update = step.equations.find(({ result }) => result.name.text === 'da_z,3')!
  const [term] = update.explain!(1, 0).terms
  const parts = factorParts(term!)
  expect(parts.map(({ tex }) => tex).join(' ')).toBe(
    '\\mathrm{d}h_{3}[1,0] \\cdot ( h_{2}[1,0] - n_{3}[1,0] ) \\cdot z_{3}[1,0] \\cdot (1 - z_{3}[1,0])',
  )
  expect(parts.flatMap(({ source }) => (source ? [elementText(source)] : []))).toEqual([
    'dh_3[1,0]',
    'h_2[1,0]',
    'n_3[1,0]',
    'z_3[1,0]',
    'z_3[1,0]',
  ])
})
