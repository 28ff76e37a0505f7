import type { ParameterTrace } from '../contract/trace'
import { norm } from '../math/norms'
import { accumulatedStage } from './gradients'
import type { Equation, Outer } from './equation'
import { equation, rootOf } from './equation'
import type { Matrix, Name } from './matrix'
import { derivedMatrix } from './matrix'
import { gradientOf } from './notation'
import type { Part } from './parts'
import { listed, plus, scaled } from './parts'
import type { Scene } from './scene'

/** As in `core/optim/clip.ts`. */
const EPS = 1e-6

/** The gradient's norm, and what clipping makes of every gradient. */
export function clipEquations(scene: Scene): Equation[] {
  const { clip, parameters } = scene.trace
  const before = totalNorm('normBefore', '\\lVert g \\rVert', 'norm of g', clip.normBefore, scene, 'grad')
  const after = totalNorm(
    'normAfter',
    "\\lVert g' \\rVert",
    "norm of g'",
    clip.normAfter,
    scene,
    'gradClipped',
  )
  if (clip.mode === 'none') return [before]
  if (clip.mode === 'step') return [before, after]
  return [before, ...parameters.map((parameter) => clipped(scene, parameter)), after]
}

/** The gradient that the optimizer sees, by the name that it has there. */
export function gradientFor(scene: Scene, parameter: ParameterTrace): Matrix {
  const { tex, text } = gradientOf(scene.parameters.symbol(parameter.name))
  const isClipped = scene.trace.clip.mode === 'norm' || scene.trace.clip.mode === 'value'
  const name: Name = isClipped ? { tex: `${tex}'`, text: `${text}'` } : { tex, text }
  return scene.parameters.whole(
    parameter,
    parameter.gradClipped,
    isClipped ? 'gradClipped' : accumulatedStage(scene),
    name,
    isClipped ? 'clip' : origin(scene, parameter),
  )
}

function clipped(scene: Scene, parameter: ParameterTrace): Equation {
  const { mode, threshold, normBefore, isClipped } = scene.trace.clip
  const stage = accumulatedStage(scene)
  const name = gradientOf(scene.parameters.symbol(parameter.name))
  const grad = scene.parameters.whole(parameter, parameter[stage], stage, name, origin(scene, parameter))
  const result = gradientFor(scene, parameter)
  if (mode === 'value') return equation(result, [plus(grad)], limitedTo(threshold))
  const coefficient = {
    tex: `\\min\\!\\left(1, \\tfrac{${threshold}}{\\lVert g \\rVert + 10^{-6}}\\right)`,
    value: isClipped ? threshold / (normBefore + EPS) : 1,
  }
  return equation(result, [scaled(coefficient, grad)])
}

function limitedTo(limit: number): Outer {
  return {
    tex: (inner) => `\\max(-${limit}, \\min(${limit}, ${inner}))`,
    value: (sum) => Math.max(-limit, Math.min(limit, sum)),
  }
}

function totalNorm(
  id: string,
  tex: string,
  text: string,
  value: number,
  scene: Scene,
  stage: 'grad' | 'gradClipped',
): Equation {
  const result = derivedMatrix(
    { id, key: id, name: { tex, text }, madeIn: 'clip' },
    { rows: 1, cols: 1, hasItems: false },
    () => value,
  )
  const part: Part = listed('\\textstyle\\sum_p \\lVert g_p \\rVert^2', [], () =>
    scene.trace.parameters.map((parameter) => {
      const numbers = parameter[stage]
      const length = norm(numbers, 0, numbers.length)
      return {
        tex: `\\lVert ${gradientOf(scene.parameters.symbol(parameter.name)).tex} \\rVert^2`,
        value: length * length,
      }
    }),
  )
  return equation(result, [part], rootOf)
}

function origin(scene: Scene, { name }: ParameterTrace): string {
  if (name.startsWith('head.')) return 'gradients.head'
  const k = scene.parameters.cellOf(name)
  return `gradients.${k}`
}
