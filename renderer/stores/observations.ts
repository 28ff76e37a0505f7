import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Forecast, WrittenText } from '../../core/contract/outputs'
import type { Observation, StepNorms } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import type { ObservedPart } from '../../core/contract/views'
import { observedParts, viewNames, viewPairs } from '../../core/contract/views'
import { Measurements } from '../charts/data/measurements'
import { histogramCapacity, HistogramHistory } from '../charts/heat/histogramHistory'
import { ABSENT, capacityFor, HeatHistory } from '../charts/heat/heatHistory'
import { useRunsStore } from './runs'

/** The newest data of each part and the update it belongs to. */
export type Seen = {
  readonly [V in ObservedPart]: { readonly update: number; readonly data: NonNullable<Observation[V]> } | null
}

/**
 * All that was seen of a run so far. Not reactive, since it is long: it changes with what is `seen` of each
 * view, and with `numLate`.
 */
export interface Histories {
  /** log10 of the norms at every step, by `l0.h`, `l0.c`, ... and `l0.unclipped.h`, ... */
  readonly flow: Map<string, HeatHistory>
  /** By `l0.i.spectralRadius`, ... */
  readonly spectrum: Map<string, Measurements>
  /** By `rnn.weight_hh_l0.weight`, ... */
  readonly histograms: Map<string, HistogramHistory>
  /** By what was measured on which set: `loss.validation.20`, `accuracy.test.40`, ... */
  readonly evaluation: Map<string, Measurements>
  /** By update, in rising order; of one update the newest. */
  readonly written: Map<number, WrittenText>
  readonly forecast: Map<number, Forecast>
}

/** Both, as one object that never changes: see `Growth`. */
export interface Observed {
  readonly seen: Seen
  readonly histories: Histories
  /** Changes when older columns join the histories. */
  readonly numLate: number
}

const nothingSeen = (): Seen =>
  Object.fromEntries(observedParts.map((part) => [part, null])) as unknown as Seen
const noHistories = (): Histories => ({
  flow: new Map(),
  spectrum: new Map(),
  histograms: new Map(),
  evaluation: new Map(),
  written: new Map(),
  forecast: new Map(),
})

function entry<T>(map: Map<string, T>, key: string, create: () => T): T {
  const known = map.get(key)
  if (known !== undefined) return known
  const created = create()
  map.set(key, created)
  return created
}

/** In a pass over a window of the sequence NaN stands for the steps outside of it. */
function takeFlow(
  { flow }: Histories,
  update: number,
  { layers }: NonNullable<Observation['flow']>,
  { isWindowed, firstUpdate }: { readonly isWindowed: boolean; readonly firstUpdate: number },
): void {
  const columnsOf = (name: string, { h, c }: StepNorms) => [
    { key: `${name}.h`, norms: h },
    ...(c ? [{ key: `${name}.c`, norms: c }] : []),
  ]
  const columns = layers.flatMap((layer) => [
    ...columnsOf(layer.name, layer),
    ...(layer.unclipped ? columnsOf(`${layer.name}.unclipped`, layer.unclipped) : []),
  ])
  for (const { key, norms } of columns) {
    const rows = norms.length
    if (flow.get(key)?.rows !== rows)
      flow.set(key, new HeatHistory(rows, capacityFor(rows, columns.length), firstUpdate))
    flow.get(key)!.add(
      update,
      norms.map((norm) => (isWindowed && Number.isNaN(norm) ? ABSENT : Math.log10(norm))),
    )
  }
}

function takeSpectrum(
  { spectrum }: Histories,
  update: number,
  { layers }: NonNullable<Observation['spectrum']>,
): void {
  for (const { name, blocks } of layers) {
    for (const { gate, spectralRadius, largestSingularValue } of blocks) {
      const values = { spectralRadius, largestSingularValue }
      for (const [what, value] of Object.entries(values)) {
        entry(spectrum, `${name}.${gate}.${what}`, () => new Measurements()).add(update, value)
      }
    }
  }
}

function takeHistograms(
  { histograms }: Histories,
  update: number,
  { since, parameters }: NonNullable<Observation['histograms']>,
  firstUpdate: number,
): void {
  const create = () => new HistogramHistory(histogramCapacity(2 * parameters.length), firstUpdate)
  for (const { name, weight, grad } of parameters) {
    entry(histograms, `${name}.weight`, create).add(update, weight, since)
    entry(histograms, `${name}.grad`, create).add(update, grad, since)
  }
}

function takeEvaluation(
  { evaluation }: Histories,
  update: number,
  { sets }: NonNullable<Observation['evaluation']>,
): void {
  for (const { split, seqLen, loss, accuracy } of sets) {
    const of = `${split}.${seqLen}`
    entry(evaluation, `loss.${of}`, () => new Measurements()).add(update, loss)
    if (accuracy === null) continue
    entry(evaluation, `accuracy.${of}`, () => new Measurements()).add(update, accuracy)
  }
}

/** Adds what a network made, in its place among the others. */
function takeOutput<T>(made: Map<number, T>, update: number, output: T): void {
  const later = [...made].filter(([at]) => at > update)
  for (const [at] of later) made.delete(at)
  made.set(update, output)
  for (const [at, each] of later) made.set(at, each)
}

/**
 * What the diagnostics show: asks for the views that are on the screen and keeps what was seen of the run.
 */
export const useObservationsStore = defineStore('observations', () => {
  const runs = useRunsStore()
  const seen = shallowRef<Seen>(nothingSeen())
  /** The newest of each view, also of those that wait to be shown. */
  let newest = nothingSeen()
  const histories = shallowRef<Histories>(noHistories())
  /** Updates were taken back: what was seen of them is shown until something of what is left arrives. */
  let isOutdated = false
  /** The unit that a person keeps marked, in every place. */
  const keptUnit = shallowRef<number | null>(null)
  const numObservers = shallowRef<ReadonlyMap<ViewName, number>>(new Map())
  /** How many observations have come after newer ones: of updates that were recomputed. */
  const numLate = shallowRef(0)
  const views = computed(() => viewNames.filter((view) => (numObservers.value.get(view) ?? 0) > 0))
  const runId = computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run.runId))

  const experiment = computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run.experiment))
  const isWindowed = computed(() => typeof experiment.value?.train.tbptt === 'number')

  function count(view: ViewName, change: 1 | -1): void {
    numObservers.value = new Map(numObservers.value).set(view, (numObservers.value.get(view) ?? 0) + change)
  }

  /** Observes a view until the function that it returns is called. */
  function observe(view: ViewName): () => void {
    let isObserving = true
    count(view, 1)
    return () => {
      if (isObserving) count(view, -1)
      isObserving = false
    }
  }

  /** Takes in what arrived. */
  function take(observation: Observation): void {
    const { update, flow, spectrum, histograms, evaluation, written, forecast } = observation
    if (isOutdated) histories.value = noHistories()
    isOutdated = false
    let isLate = false
    const { firstUpdate } = runs
    if (flow) takeFlow(histories.value, update, flow, { isWindowed: isWindowed.value, firstUpdate })
    if (spectrum) takeSpectrum(histories.value, update, spectrum)
    if (histograms) takeHistograms(histories.value, update, histograms, firstUpdate)
    if (evaluation) takeEvaluation(histories.value, update, evaluation)
    if (written) takeOutput(histories.value.written, update, written)
    if (forecast) takeOutput(histories.value.forecast, update, forecast)
    const arrived = observedParts.flatMap((view) => {
      const data = observation[view]
      const isNew = data !== null && update >= (newest[view]?.update ?? 0)
      if (data !== null && !isNew) isLate = true
      return isNew ? [[view, { update, data }] as const] : []
    })
    if (isLate) numLate.value++
    newest = { ...newest, ...Object.fromEntries(arrived) } as Seen
    const shown = observedParts.filter((part) => newest[part] !== null && !waits(part))
    seen.value = { ...seen.value, ...Object.fromEntries(shown.map((view) => [view, newest[view]])) } as Seen
  }

  /** Whether a view waits for one that is shown beside it, until both are of the same update. */
  function waits(view: ObservedPart): boolean {
    return viewPairs.some((pair) => {
      const [one, other] = pair.map((each) => newest[each])
      const isShown = pair.some((each) => each === view) && pair.every((each) => views.value.includes(each))
      return isShown && one && other && one.update !== other.update
    })
  }

  function clear(): void {
    newest = nothingSeen()
    seen.value = newest
    histories.value = noHistories()
    isOutdated = false
  }

  /** Nothing is left on the screen of updates that were taken back. */
  function endStepBack(): void {
    if (isOutdated) return clear()
    const gone = observedParts.filter((part) => newest[part] === null)
    seen.value = { ...seen.value, ...Object.fromEntries(gone.map((part) => [part, null])) }
  }

  watch(
    [runId, () => runs.columns],
    ([id], [idBefore]) => {
      if (id !== idBefore || !runs.isSteppingBack) return clear()
      newest = nothingSeen()
      isOutdated = true
    },
    { flush: 'sync' },
  )
  watch(
    () => runs.isSteppingBack,
    (isStepping) => isStepping || endStepBack(),
    { flush: 'sync' },
  )
  watch(
    () => runs.observation,
    (observation) => observation && take(observation),
    { flush: 'sync' },
  )
  watch(
    () => views.value.join(),
    () => void runs.observe(views.value),
  )

  return { seen, histories, numLate, keptUnit, views, runId, isWindowed, experiment, observe, take }
})
