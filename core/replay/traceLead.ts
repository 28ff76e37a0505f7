import type { LeadTrace, TraceTensor } from '../contract/trace'
import type { Model } from '../nn/model'
import { traceForward, view } from './traceParts'
import type { BpttWindow } from '../train/bpttWindow'

/**
 * The windows before `window` that its update ran through forward only, if they reach back to the beginning
 * of the sequence, as they do in every task: once something is asked, it is asked to the end. None otherwise.
 */
export function leadOf(windows: readonly BpttWindow[], window: BpttWindow): readonly BpttWindow[] {
  const before = windows.slice(0, windows.indexOf(window))
  return before.every(({ numSupervised }) => numSupervised === 0) ? before : []
}

/** The most steps of a lead that any update of these windows has. */
export function longestLead(windows: readonly BpttWindow[]): number {
  const first = windows.find(({ numSupervised }) => numSupervised > 0)
  return first?.firstStep ?? 0
}

/**
 * Runs through a lead again, from its initial state, with the model's present parameters, and copies what it computes.
 * Leaves the model at the initial state of the window that follows. Null if there is none.
 */
export function traceLead(model: Model, lead: readonly BpttWindow[]): LeadTrace | null {
  if (lead.length === 0) return null
  const { batch } = model.sizes
  model.resetState()
  const passes = lead.map(({ input, supervised }) => {
    model.forward(input, supervised)
    const cells = model.layers.flat().map(traceForward)
    model.carryState()
    const read = view(model.inputOf(0).x, supervised.length, batch, model.layers[0][0].sizes.inputSize)
    const oneHot = model.embedding && view(input, supervised.length, batch, model.spec.inputSize)
    return { input: read, oneHot, cells }
  })
  const cells = passes[0].cells.map((first, k) => {
    const parts = passes.map((pass) => pass.cells[k])
    return {
      h: joinStates(parts.map(({ h }) => h)),
      c: first.c && joinStates(parts.map(({ c }) => c!)),
      gates: join(parts.map(({ gates }) => gates)),
      extra: first.extra && join(parts.map(({ extra }) => extra!)),
    }
  })
  const steps = lead.reduce((sum, { supervised }) => sum + supervised.length, 0)
  const oneHot = model.embedding && join(passes.map((pass) => pass.oneHot!))
  return { steps, input: join(passes.map(({ input }) => input)), oneHot, cells }
}

/** Joins states: each pass starts from the last one of the pass before. */
function joinStates([first, ...others]: readonly TraceTensor[]): TraceTensor {
  const rest = others.map(({ shape: [length, batch, hiddenSize], data }) => ({
    shape: [length - 1, batch, hiddenSize],
    data: data.subarray(batch * hiddenSize),
  }))
  return join([first, ...rest])
}

/** Joins tensors along their axis of steps, the third from the end. */
function join(tensors: readonly TraceTensor[]): TraceTensor {
  const { shape } = tensors[0]
  const [batch, width] = shape.slice(-2)
  const groups = shape.slice(0, -3)
  const numGroups = groups[0] ?? 1
  const steps = tensors.reduce((sum, tensor) => sum + tensor.shape.at(-3)!, 0)
  const data = new Float64Array(numGroups * steps * batch * width)
  let written = 0
  for (let group = 0; group < numGroups; group++) {
    for (const tensor of tensors) {
      const length = tensor.data.length / numGroups
      data.set(tensor.data.subarray(group * length, (group + 1) * length), written)
      written += length
    }
  }
  return { shape: [...groups, steps, batch, width], data }
}
