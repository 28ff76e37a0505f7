import { allocate } from '../kernels/backends'
import type { Floats } from '../math/floats'
import { createRandom, deriveSeed } from '../math/random'
import { initializeModel } from '../nn/init'
import { isRelu } from '../kinds/cells'
import type { LossName } from '../kinds/losses'
import { losses } from '../losses/registry'
import { createModel, type Model, type ModelSpec } from '../nn/model'
import { checkGradient, type GradientReport, type GradientTarget } from './gradientCheck'

export interface ModelCheckOptions {
  readonly spec: ModelSpec
  readonly seqLen: number
  readonly batch: number
  readonly loss: LossName
  /** Which steps the loss reads; `mask` takes every third step and the last. */
  readonly supervised: 'every' | 'last' | 'mask'
  readonly seed: number
}

/**
 * Gradient check of a whole model on random data: every parameter, every input and the initial states, in
 * float64. Parameters are those of the model's initialisation plus a little noise, since a check at exactly
 * zero biases would not see a forgotten one. With relu, elements next to a kink are skipped. Dropout drops the
 * same in every pass.
 */
export function checkModel(options: ModelCheckOptions): GradientReport {
  const { spec, seqLen, batch, seed } = options
  const model = createModel(spec, { seqLen, batch, dtype: 'float64' })
  initializeModel(model, seed)
  if (spec.dropout > 0) model.dropoutSeed = seed
  const random = createRandom(deriveSeed(seed, 'check'))
  const draw = (length: number, scale: number): Floats => {
    const values = allocate('float64', length)
    for (let i = 0; i < length; i++) values[i] = scale * random.normal()
    return values
  }
  for (const { value } of model.parameters) {
    for (let i = 0; i < value.length; i++) value[i] += random.uniform(-0.1, 0.1)
  }
  const input = draw(seqLen * batch * spec.inputSize, 1)
  model.initialState.h.set(draw(model.initialState.h.length, 0.5))
  model.initialState.c?.set(draw(model.initialState.c.length, 0.5))

  const supervised = supervisedSteps(options)
  const rows = batch * supervised.reduce((count, flag) => count + flag, 0)
  const shape = { rows, outputSize: spec.outputSize }
  const gradScores = allocate('float64', rows * spec.outputSize)
  const values = draw(gradScores.length, 1)
  const classes = Int32Array.from({ length: rows }, () => random.integer(spec.outputSize))
  const loss = (): number => {
    const scores = model.forward(input, supervised)
    return losses[options.loss].forward(scores, { classes, values }, gradScores, shape)
  }

  loss()
  model.zeroGrad()
  model.backward(gradScores)
  const gradInput = allocate('float64', input.length)
  model.computeGradInput(gradInput)
  const targets = [
    ...model.parameters,
    { name: 'input', shape: [seqLen, batch, spec.inputSize], value: input, grad: gradInput },
    // Where it is learned, it follows from parameters.
    ...(spec.learnInitialState ? [] : stateTargets(model)),
  ]
  return checkGradient(targets, loss, isRelu(spec) ? watchKinks(model) : {})
}

function supervisedSteps({ seqLen, supervised }: ModelCheckOptions): Uint8Array {
  return Uint8Array.from({ length: seqLen }, (_, t) => {
    if (t === seqLen - 1 || supervised === 'every') return 1
    return supervised === 'mask' && t % 3 === 0 ? 1 : 0
  })
}

function stateTargets({ initialState, gradInitialState, spec, sizes }: Model): GradientTarget[] {
  const shape = [initialState.h.length / (sizes.batch * spec.hiddenSize), sizes.batch, spec.hiddenSize]
  // The backward pass writes the gradients anew at each call, and the check makes none: no copies needed.
  const targets = [{ name: 'h0', shape, value: initialState.h, grad: gradInitialState.h }]
  if (initialState.c !== null && gradInitialState.c !== null) {
    targets.push({ name: 'c0', shape, value: initialState.c, grad: gradInitialState.c })
  }
  return targets
}

/** Notices when a relu changes between on and off against the unperturbed pass. */
export function watchKinks(model: Model): { isSmooth: () => boolean } {
  const watched = model.layers
    .flat()
    .map(({ gates }) => ({ gates, base: gates.map((value) => (value > 0 ? 1 : 0)) }))
  return {
    isSmooth: () => watched.every(({ gates, base }) => gates.every((value, i) => value > 0 === base[i] > 0)),
  }
}
