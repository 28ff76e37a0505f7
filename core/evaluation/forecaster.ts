import type { Forecast } from '../contract/outputs'
import { allocate } from '../kernels/backends'
import { createModel, type Model } from '../nn/model'
import { findParameter } from '../nn/parameter'
import { forecastRows, readsItsForecast } from '../tasks/forecast'
import type { ScaledColumn, WholeSeries } from '../tasks/task'
import type { Trainer } from '../train/trainer'

/** Forecasts the series of a task, with the weights that a trainer has when it is asked. */
export interface Forecaster {
  forecast(): Forecast
}

/**
 * Forecasts a stretch of a series: of each row what the network says of it `horizon` rows before; and, where
 * it reads all that it says and nothing else, the whole stretch from the rows before it alone, reading its
 * own answers from there on. The state goes through from the first row that is read to the end. It has a
 * network of its own, so training is left alone.
 */
export function createForecaster({ model, experiment }: Trainer, series: WholeSeries): Forecaster {
  const { dtype } = experiment.train
  const { inputs, targets, horizon } = series
  const { readFrom, from, to } = forecastRows(series)
  /**
   * Rows that are read from the series, and those from which nothing but the network's own answers is left.
   */
  const numRead = to - horizon - readFrom
  const input = allocate(dtype, numRead * inputs.length)
  for (let t = 0; t < numRead; t++) setInput(input, t, inputs, (column) => column.values[readFrom + t])
  let nets: { readonly whole: Model; readonly oneStep: Model } | null = null

  /**
   * What the network says of rows that it is asked `horizon` rows before, the first of them `readFrom +
   * horizon`.
   */
  function ahead(net: Model): Float64Array {
    const asked = new Uint8Array(numRead)
    const firstAsked = from - horizon - readFrom
    asked.fill(1, Math.max(0, firstAsked))
    const scores = net.forward(input, asked)
    const out = new Float64Array((to - from) * targets.length).fill(NaN)
    const before = Math.max(0, -firstAsked) * targets.length
    for (let i = before; i < out.length; i++) out[i] = scores[i - before]
    return out
  }

  /** The same, of which it reads what it has said itself in place of rows from `from` on. */
  function free(net: Model): Float64Array {
    const out = new Float64Array((to - from) * targets.length).fill(NaN)
    const row = allocate(dtype, inputs.length)
    const asked = new Uint8Array(1).fill(1)
    for (let r = readFrom; r + horizon < to; r++) {
      setInput(row, 0, inputs, (column) =>
        r < from ? column.values[r] : out[(r - from) * targets.length + targets.indexOf(column)],
      )
      const scores = net.forward(row, asked)
      net.carryState()
      const at = (r + horizon - from) * targets.length
      if (at >= 0) for (let o = 0; o < targets.length; o++) out[at + o] = scores[o]
    }
    return out
  }

  return {
    forecast() {
      nets ??= {
        whole: createModel(model.spec, { seqLen: numRead, batch: 1, dtype }),
        oneStep: createModel(model.spec, { seqLen: 1, batch: 1, dtype }),
      }
      for (const net of [nets.whole, nets.oneStep]) {
        for (const { name, value } of model.parameters) findParameter(net.parameters, name).value.set(value)
        net.resetState()
      }
      return { ahead: ahead(nets.whole), free: readsItsForecast(series) ? free(nets.oneStep) : null }
    },
  }
}

function setInput(
  input: Float64Array | Float32Array,
  row: number,
  columns: readonly ScaledColumn[],
  valueOf: (column: ScaledColumn) => number,
): void {
  columns.forEach((column, i) => (input[row * columns.length + i] = valueOf(column)))
}
