import { describe, expect, it } from 'vitest'
import { small, traceOf } from '../replay/trace.testing'
import { homeworkTimeline } from './homework'
import { matricesOf } from './lookup'
import { lettersOf } from './notation'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import { createTimeline } from './timeline'
import { stepAt } from './timeline.testing'

/** The formulas of a step in NNDL's letters. */
function textbook(model: Parameters<typeof small>[0], id: StepId): string[] {
  const trace = traceOf(small(model))
  const timeline = createTimeline(trace, { letters: lettersOf('textbook', trace.cell) })
  return stepAt(timeline, id).equations.map(({ tex }) => tex)
}

describe('in the textbook’s letters', () => {
  it('a simple recurrent network has U, W and z', () => {
    expect(textbook({ cell: 'rnn' }, stepId('forward', 0, 1))).toEqual([
      "z_{2} = W\\,x_{2} + b + U\\,h_{1} + b'",
      'h_{2} = \\tanh(z_{2})',
    ])
    expect(textbook({ cell: 'rnn' }, stepId('output', 5))[0]).toBe('s_{6} = V\\,h_{6} + b_{y}')
  })

  it('its way back has error terms δ, and gradients as derivatives of L', () => {
    const lines = textbook({ cell: 'rnn' }, stepId('backward', 0, 1))
    expect(lines).toContain('\\delta_{2} = \\tfrac{\\partial L}{\\partial h_{2}} \\odot (1 - h_{2}^2)')
    expect(lines.find((tex) => tex.startsWith('\\tfrac{\\partial L}{\\partial h_{2}} ='))).toContain(
      'U^{\\top}\\,\\delta_{3}',
    )
    expect(textbook({ cell: 'rnn' }, stepId('gradients', 0))[1]).toBe(
      '\\tfrac{\\partial L}{\\partial U} = \\textstyle\\sum_t \\delta_t\\, h_{t-1}^{\\top}',
    )
  })

  it('an LSTM has a candidate state and weights by gate', () => {
    const lines = textbook({ cell: 'lstm' }, stepId('forward', 0, 1))
    expect(lines[0]).toBe("z_{i,2} = W_{i}\\,x_{2} + b_{i} + U_{i}\\,h_{1} + b'_{i}")
    expect(lines[4]).toBe("z_{c,2} = W_{c}\\,x_{2} + b_{c} + U_{c}\\,h_{1} + b'_{c}")
    expect(lines[5]).toBe('\\tilde{c}_{2} = \\tanh(z_{c,2})')
    expect(lines[8]).toBe('c_{2} = f_{2} \\odot c_{1} + i_{2} \\odot \\tilde{c}_{2}')
  })

  it('a GRU has a candidate state, and z is its update gate alone', () => {
    const lines = textbook({ cell: 'gru', gruVariant: 'resetBefore' }, stepId('forward', 0, 1))
    expect(lines[2]).toBe("a_{z,2} = W_{z}\\,x_{2} + b_{z} + U_{z}\\,h_{1} + b'_{z}")
    expect(lines.at(-1)).toBe('h_{2} = (1 - z_{2}) \\odot \\tilde{h}_{2} + z_{2} \\odot h_{1}')
  })

  it('the homework has the textbook’s letters too, and the same numbers in the same steps', () => {
    const [own, other] = [homeworkTimeline('part4'), homeworkTimeline('part4', 'textbook')]
    expect(stepAt(other, stepId('forward', 0, 1)).equations[0].tex).toBe('z_{2} = W\\,x_{2} + b + U\\,h_{1}')
    expect(other.steps.map(({ id }) => id)).toEqual(own.steps.map(({ id }) => id))
    own.steps.forEach((step, i) => {
      const ids = matricesOf(step).map(({ id }) => id)
      expect(matricesOf(other.steps[i]).map(({ id }) => id)).toEqual(ids)
    })
  })
})
