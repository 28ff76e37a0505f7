import { afterEach, describe, expect, it } from 'vitest'
import type { EvaluatedSet } from '../../../core/contract/evaluation'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { TaskName } from '../../../core/tasks/registry'
import { observation } from '../../testing/observation.testing'
import { worstConfusion } from './evaluationWords'
import type { MountedDiagnostics } from './mountDiagnostics.testing'
import { mountDiagnostics } from './mountDiagnostics.testing'

const TWO_CLASSES = { numClasses: 2, counts: Float64Array.of(30, 2, 0, 32) }

/** A set on which the network has this loss, where guessing has 0.693. */
function set(split: EvaluatedSet['split'], seqLen: number, loss: number): EvaluatedSet {
  return {
    ...{ split, seqLen, sequences: 64, loss, baseline: 0.693, floor: 0 },
    ...{ accuracy: loss < 0.1 ? 1 : 0.5, focus: null, stepsPerPosition: 1 },
    lossAt: new Float64Array(seqLen).fill(loss),
    accuracyAt: new Float64Array(seqLen).fill(loss < 0.1 ? 1 : 0.5),
    confusion: split === 'validation' ? TWO_CLASSES : null,
  }
}
const evaluationOf = (training: number, validation: number, ...tests: number[]) => ({
  sets: [
    set('training', 8, training),
    set('validation', 8, validation),
    ...tests.map((loss, i) => set('test', 8 * 2 ** (i + 1), loss)),
  ],
})

/** Closed after each test: figures of two that are open at once would have one another's names. */
const opened: MountedDiagnostics[] = []
afterEach(() => opened.splice(0).forEach((panel) => panel.close()))

async function mount(task: TaskName = 'parity') {
  const panel = await mountDiagnostics(defaultExperiment(task, 'gru'))
  opened.push(panel)
  await panel.open('Evaluation')
  return panel
}
const caption = async (...losses: [number, number, ...number[]]) => {
  const panel = await mount()
  await panel.show(observation(99, { evaluation: evaluationOf(...losses) }))
  return panel.caption('Evaluation')
}

describe('the evaluation', () => {
  it('says when it comes, and of a run without one that there is none', async () => {
    const panel = await mount()
    expect(panel.caption('Evaluation')).toContain('The first evaluation comes after 100 updates.')
    const experiment = defaultExperiment('parity', 'gru')
    experiment.evaluation.sequences = 0
    const without = await mountDiagnostics(experiment)
    opened.push(without)
    await without.open('Evaluation')
    expect(without.caption('Evaluation')).toContain('There is no evaluation')
  })

  it('tells the gap between the newest batch and held-out sequences, where there is one', async () => {
    const same = await caption(0.05, 0.051, 0.05, 0.06)
    expect(same).toContain('After update 100 the loss is 0.0500 on the newest batch and 0.0510')
    expect(same).toContain('no gap.')
    // What is made anew for every batch cannot be learned by heart; a text can.
    expect(await caption(0.05, 0.3, 0.4)).toContain('higher by 0.250. Every batch is drawn anew')
    const ofText = await mount('text')
    await ofText.show(observation(99, { evaluation: evaluationOf(0.05, 0.3) }))
    expect(ofText.caption('Evaluation')).toContain('a gap of 0.250. Part of what was learned')
    expect(await caption(0.6, 0.5, 0.5)).toContain('lower by 0.100')
  })

  it('tells up to which length the rule holds', async () => {
    expect(await caption(0.05, 0.05, 0.05, 0.06)).toContain(
      'The rule holds at every length tested, up to 32.',
    )
    expect(await caption(0.05, 0.05, 0.06, 0.6)).toContain(
      'It holds up to length 16, not at 32: the loss there is 0.600, the trivial answer’s 0.693.',
    )
    expect(await caption(0.6, 0.6, 0.7, 0.7)).toContain('The rule is not learned at length 8.')
  })

  it('has a row for each set, and a table of what was answered for what', async () => {
    const panel = await mount()
    await panel.show(observation(99, { evaluation: evaluationOf(0.05, 0.051, 0.06, 0.6) }))
    const rows = [...panel.figure('By length').querySelectorAll('tbody tr')].map((row) => row.textContent)
    expect(rows).toEqual([
      'newest batch640.05000.693100%',
      'held out, T = 8640.05100.693100%',
      'T = 16640.06000.693100%',
      'T = 32640.6000.69350%',
    ])
    expect(panel.caption('Confusions')).toContain('The most frequent confusion: 1 for 0, 2 of 32 times.')
    expect(panel.figure('By position')).toBeTruthy()
  })

  it('calls no answer a confusion that can follow', async () => {
    const panel = await mount('reber')
    await panel.show(observation(99, { evaluation: evaluationOf(0.05, 0.051) }))
    expect(panel.queryByRole('figure', { name: 'Confusions' })).toBeNull()
    expect(panel.caption('Answers')).toMatch(
      /^Any symbol that can follow is a right answer\. .*: T for B, 2 of 32/,
    )
  })

  it('draws nothing over steps where one step alone is asked', async () => {
    const panel = await mount('parityEnd')
    const asked = evaluationOf(0.6, 0.6)
    for (const each of asked.sets) each.lossAt.fill(NaN, 0, each.seqLen - 1)
    await panel.show(observation(99, { evaluation: asked }))
    expect(panel.text()).toContain('By length')
    expect(panel.text()).not.toContain('By position')
  })
})

it('the worst confusion is none where every answer is right', () => {
  expect(worstConfusion({ numClasses: 2, counts: Float64Array.of(3, 0, 0, 4) })).toBeNull()
  expect(worstConfusion({ numClasses: 2, counts: Float64Array.of(3, 0, 1, 4) })).toEqual({
    ...{ target: 1, answer: 0, count: 1, total: 5 },
  })
})
