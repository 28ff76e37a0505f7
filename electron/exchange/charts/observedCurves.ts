import { shownNumber } from '../../../core/contract/counting'
import type { ObservedChart } from '../../../core/contract/exchange'
import type { Observation } from '../../../core/contract/observation'
import { words } from '../html/words'
import type { Frame } from './frame'
import { short } from './frame'
import type { Curve, Plotted } from './plotCurves'

type Content = Pick<Plotted, 'curves' | 'levels' | 'axis'>

/** Lines that differ in hue, and where the hues are used up in their dashes. */
const DASHES = ['', ' stroke-dasharray="7 3"', ' stroke-dasharray="2 4"', ' stroke-dasharray="9 3 2 3"']

/** The curves of what was observed now and then; none where nothing was. */
export function observedCurves(
  chart: ObservedChart,
  observations: readonly Observation[],
  frame: Frame,
): Content {
  return kinds[chart](observations, frame)
}

const kinds: Readonly<Record<ObservedChart, (all: readonly Observation[], frame: Frame) => Content>> = {
  jacobian: (all, frame) => ({
    ...{ axis: 'decades', levels: [{ value: 1, label: '1' }] },
    curves: curvesOf(all, frame, ({ jacobian }) => (jacobian ? [['', jacobian.verdict.factor]] : [])),
  }),
  verdict(all, frame) {
    const last = all.findLast(({ jacobian }) => jacobian)
    const newest = last?.jacobian?.verdict
    const { verdict, lines } = words[frame.language]
    const at = String(shownNumber(last?.update ?? 0))
    const name = newest && lines.verdict.replace('{verdict}', verdict[newest.verdict]).replace('{update}', at)
    const level = (value: number, of: string) => ({ value, label: of.replace('{value}', short(value)) })
    return {
      axis: 'decades',
      levels: newest
        ? [level(newest.vanishingBelow, lines.vanishing), level(newest.explodingAbove, lines.exploding)]
        : [],
      // The newest verdict is its name.
      curves: curvesOf(all, frame, ({ jacobian }) =>
        jacobian && name ? [[name, jacobian.verdict.gain]] : [],
      ),
    }
  },
  parameters: (all, frame) => ({
    ...{ axis: 'decades', levels: [] },
    curves: curvesOf(all, frame, ({ norms }) =>
      (norms?.parameters ?? []).map(({ name, gradNorm }) => [name, gradNorm]),
    ),
  }),
  spectrum: (all, frame) => ({
    ...{ axis: 'decades', levels: [{ value: 1, label: '1' }] },
    curves: curvesOf(all, frame, ({ spectrum }) => {
      const { radius, singularValue } = words[frame.language].lines
      const blocks = topOf(spectrum?.layers)?.blocks ?? []
      const nameOf = (what: string, gate: string) => (blocks.length > 1 ? `${what} ${gate}` : what)
      return blocks.flatMap((block) => [
        [nameOf(radius, block.gate), block.spectralRadius] as const,
        [nameOf(singularValue, block.gate), block.largestSingularValue] as const,
      ])
    }),
  }),
  gates: (all, frame) => ({
    ...{ axis: 'shares', levels: [] },
    curves: curvesOf(all, frame, ({ gates }) => {
      const { open, shut } = words[frame.language].lines
      return (topOf(gates?.layers)?.gates ?? []).flatMap(({ gate, low, high }) => [
        [`${gate} ${open}`, meanOf(high)] as const,
        [`${gate} ${shut}`, meanOf(low)] as const,
      ])
    }),
  }),
}

/** A curve for each name that observations have values under, in the order in which they come. */
function curvesOf(
  all: readonly Observation[],
  { colors }: Frame,
  read: (observation: Observation) => readonly (readonly [name: string, value: number])[],
): Curve[] {
  const found = new Map<string, { updates: number[]; values: number[] }>()
  for (const observation of all) {
    for (const [name, value] of read(observation)) {
      const points = found.get(name) ?? { updates: [], values: [] }
      points.updates.push(observation.update)
      points.values.push(value)
      found.set(name, points)
    }
  }
  return [...found].map(([label, points], i) => ({
    ...points,
    stroke: colors.hues[i % colors.hues.length]!,
    more: ` stroke-width="1.5"${DASHES[Math.floor(i / colors.hues.length) % DASHES.length]!}`,
    ...(label === '' ? {} : { label }),
  }))
}

/** The last layer's forward direction. */
const topOf = <L extends { readonly name: string }>(layers: readonly L[] | undefined) =>
  layers?.findLast(({ name }) => !name.endsWith('_reverse'))

/** Over the steps that the pass saw: with truncated BPTT those outside its window are NaN. */
function meanOf(shares: Float64Array): number {
  const seen = shares.filter((share) => !Number.isNaN(share))
  return seen.reduce((sum, share) => sum + share, 0) / seen.length
}
