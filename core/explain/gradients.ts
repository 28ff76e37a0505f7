import { CellStep } from './description'
import type { Equation } from './equation'
import { equation } from './equation'
import { gradientOf } from './notation'
import { OutputStep } from './output'
import { inputPair, statePair } from './pairs'
import { outer, sumOfColumns } from './parts'
import type { Scene } from './scene'

/** With clipping inside the recurrence the passes that are shown are the limited ones, and so is their gradient. */
export function accumulatedStage(scene: Scene): 'grad' | 'gradClipped' {
  return scene.trace.clip.mode === 'step' ? 'gradClipped' : 'grad'
}

/** dL/dW of one cell, gate by gate: sums over all steps and sequences. */
export function cellGradients(scene: Scene, k: number): Equation[] {
  const stage = accumulatedStage(scene)
  const { parameters } = scene
  const steps = Array.from({ length: scene.trace.sizes.steps }, (_, t) => new CellStep(scene, k, t))
  return scene.gates.flatMap((gate, q) => {
    const a = `\\mathrm{d}${scene.letters.pre}${gate === null ? '_t' : `_{${gate},t}`}`
    const inputPairs = steps.map((s) => inputPair(s, q))
    const statePairs = steps.map((s) => statePair(s, q))
    const { d, x } = statePairs[0]
    const hidden = d.key.startsWith('dm') ? '\\mathrm{d}m_t' : a
    const state = x.key.startsWith('extra') ? 'm_t' : `${scene.letters.h}_{t-1}`
    const sumOver = (tex: string): string => `\\textstyle\\sum_t ${tex}`
    const biasIh = parameters.bias('i', k, q, stage)
    const biasHh = parameters.bias('h', k, q, stage)
    return [
      equation(parameters.weightIh(k, q, stage), [outer(sumOver(`${a}\\, x_t^{\\top}`), inputPairs)]),
      equation(parameters.weightHh(k, q, stage), [
        outer(sumOver(`${hidden}\\, ${state}^{\\top}`), statePairs),
      ]),
      ...(biasIh
        ? [
            equation(biasIh, [
              sumOfColumns(
                sumOver(a),
                inputPairs.map((pair) => pair.d),
              ),
            ]),
          ]
        : []),
      ...(biasHh
        ? [
            equation(biasHh, [
              sumOfColumns(
                sumOver(hidden),
                statePairs.map((pair) => pair.d),
              ),
            ]),
          ]
        : []),
    ]
  })
}

/** dL/dW of the head: sums over the supervised steps and sequences. */
export function headGradients(scene: Scene): Equation[] {
  const stage = accumulatedStage(scene)
  const { parameters } = scene
  const { output, sizes } = scene.trace
  const { headWeight, headBias, h } = scene.letters
  const weight = parameters.find('head.weight')!
  const bias = parameters.find('head.bias')!
  const pairs = output.steps.map((t) => ({
    d: new OutputStep(scene, t).gradScore,
    x: scene.output(sizes.numLayers - 1, t),
  }))
  const weightGrad = parameters.whole(weight, weight[stage], stage, gradientOf(headWeight), 'gradients.head')
  const biasGrad = parameters.whole(bias, bias[stage], stage, gradientOf(headBias), 'gradients.head')
  return [
    equation(weightGrad, [outer(`\\textstyle\\sum_t \\mathrm{d}s_t\\, ${h}_t^{\\top}`, pairs)]),
    equation(biasGrad, [
      sumOfColumns(
        '\\textstyle\\sum_t \\mathrm{d}s_t',
        pairs.map(({ d }) => d),
      ),
    ]),
  ]
}
