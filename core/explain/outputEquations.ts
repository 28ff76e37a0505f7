import type { Equation } from './equation'
import { equation } from './equation'
import type { LossDescription } from './losses/lossDescription'
import { lossDescriptions } from './losses/registry'
import { softmax } from './losses/softmax'
import { derivedMatrix, elementTex } from './matrix'
import { OutputStep } from './outputStep'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import { listed } from './terms'

/** The output at step t: scores, then what the loss makes of them; without a loss, probabilities. */
export function outputEquations(symbols: SymbolTable, t: number): Equation[] {
  const s = new OutputStep(symbols, t)
  const loss = lossOf(symbols)
  return [s.scoreEquation(), ...(loss ? [...loss.predictions(s), loss.loss(s)] : [softmax(s)])]
}

/** ds_t out of scores and targets. Nothing where no loss is asked at t. */
export function scoreGradientEquations(symbols: SymbolTable, t: number): Equation[] {
  const loss = lossOf(symbols)
  if (!loss || !symbols.trace.output.steps.includes(t)) return []
  const s = new OutputStep(symbols, t)
  return s.gradScore ? [equation(s.gradScore, loss.gradScore(s))] : []
}

/** The loss of the update: the mean over all supervised steps and sequences. Nothing without a loss. */
export function lossEquations(symbols: SymbolTable): Equation[] {
  const loss = lossOf(symbols)
  return loss ? [meanLoss(symbols, loss)] : []
}

function lossOf({ trace: { output } }: SymbolTable): LossDescription | null {
  return output.kind === 'none' ? null : lossDescriptions[output.kind]
}

function meanLoss(symbols: SymbolTable, loss: LossDescription): Equation {
  const { output } = symbols.trace
  const steps = output.steps.map((t) => new OutputStep(symbols, t))
  const losses = steps.map((s) => loss.loss(s).result)
  const weight = steps[0] ? loss.meanWeight(steps[0]) : { tex: '', value: NaN }
  const name = { tex: 'L', text: 'loss' }
  const result = derivedMatrix(
    { ref: { kind: 'loss' }, name, madeIn: stepId('loss') },
    { rows: 1, cols: 1, hasItems: false },
    () => output.loss ?? NaN,
  )
  const mean = listed(`${weight.tex} \\textstyle\\sum_{t,b} \\ell_t[b]`, [], () =>
    losses.flatMap((matrix) =>
      Array.from({ length: matrix.rows * matrix.cols }, (_, i) => {
        const [row, b] = [Math.floor(i / matrix.cols), i % matrix.cols]
        return {
          tex: `${weight.tex}\\,${elementTex(matrix, row, b)}`,
          value: weight.value * matrix.at(row, b),
          sources: [{ matrix, row, col: b }],
        }
      }),
    ),
  )
  return equation(result, [mean])
}
