import type { SlipName, SlipReport } from '../contract/verify'
import { slipBatches, slipNames, slipSteps } from '../contract/verify'
import { withSlip } from '../homework/plantedSlips'
import type { ProgramInputs } from '../homework/program'
import { gradientsOf, lossOf } from '../homework/program'
import type { Tensor } from '../homework/tensor'
import { zeros } from '../homework/tensor'
import { createRandom, deriveSeed } from '../math/random'
import type { CheckedElement, GradientTarget } from './gradientCheck'
import { checkGradient } from './gradientCheck'

/** As many inputs as units: so no shape gives a forgotten transpose away. */
const UNITS = 3

export interface SlipSizes {
  readonly seqLen: (typeof slipSteps)[number]
  readonly batch: (typeof slipBatches)[number]
}

/**
 * The gradient check of the homework's program with a bug planted in it: its backward lines against the loss
 * of its own forward lines.
 */
export function checkSlip(name: SlipName | null, { seqLen, batch }: SlipSizes): SlipReport {
  const lines = withSlip(name)
  const inputs = drawInputs(seqLen, batch)
  const { dx, da0, dWax, dWaa, dba } = gradientsOf(lines, inputs)
  const target = (of: string, { shape, data }: Tensor, grad: Tensor): GradientTarget => ({
    ...{ name: of, shape, value: data, grad: grad.data },
  })
  const targets = [
    target('dWax', inputs.Wax, dWax),
    target('dWaa', inputs.Waa, dWaa),
    target('dba', inputs.ba, dba),
    ...inputs.x.map((x, t) => target(`dx[${t}]`, x, dx[t])),
    target('da0', inputs.a0, da0),
  ]
  const { bound, tensors } = checkGradient(targets, () => lossOf(lines, inputs))
  return {
    bound,
    tensors: tensors.map(({ name: of, worst }, i) => ({
      ...{ name: of, shape: [...targets[i].shape], ok: (worst?.error ?? 0) < bound },
      worst: worst && elementOf(worst),
    })),
  }
}

const elementOf = ({ index, analytic, numeric, error }: CheckedElement) => ({
  ...{ index: [...index], analytic, numeric, error },
})

/** The tensors that a bug makes wrong; those of all steps are one. */
export function redTensors(name: SlipName | null, sizes: SlipSizes): readonly string[] {
  const red = checkSlip(name, sizes)
    .tensors.filter(({ ok }) => !ok)
    .map((tensor) => tensor.name.replace(/\[\d+\]/, ''))
  return [...new Set(red)]
}

/** The other bugs that make the same tensors wrong at every size that can be looked at. */
export function alikeSlips(name: SlipName): SlipName[] {
  const sizes = slipSteps.flatMap((seqLen) => slipBatches.map((batch) => ({ seqLen, batch })))
  const own = sizes.map((each) => redTensors(name, each).join())
  return slipNames.filter(
    (other) => other !== name && sizes.every((each, i) => redTensors(other, each).join() === own[i]),
  )
}

function drawInputs(seqLen: number, batch: number): ProgramInputs {
  const random = createRandom(deriveSeed(6, 'planted slips'))
  const draw = (rows: number, columns: number, scale = 1): Tensor => {
    const tensor = zeros(rows, columns)
    for (let i = 0; i < tensor.data.length; i++) tensor.data[i] = scale * random.normal()
    return tensor
  }
  const steps = <T>(make: () => T): T[] => Array.from({ length: seqLen }, make)
  return {
    ...{ Wax: draw(UNITS, UNITS, 0.6), Waa: draw(UNITS, UNITS, 0.6), ba: draw(UNITS, 1, 0.3) },
    ...{ a0: draw(UNITS, batch, 0.5), x: steps(() => draw(UNITS, batch)) },
    da: steps(() => draw(UNITS, batch)),
  }
}
