/*
 * What a check asks of a run: a name with a dot or an index in it, as a teacher writes it.
 */

/** Probes that are one number or word at each update. */
const plainProbes = [
  'status',
  'updates',
  'divergedAfter',
  'tunings',
  'loss',
  'loss.smoothed',
  'validation.loss',
  'validation.accuracy',
  'gradNorm',
  'clippedShare',
  'verdict',
  'gain',
  'factorPerStep',
  'memoryLength',
  'stateNorm',
] as const
type PlainProbe = (typeof plainProbes)[number]

export type Probe =
  | { readonly name: PlainProbe }
  /** ||dL/dh_t||, t from 1. */
  | { readonly name: 'gradH'; readonly t: number }
  /** Share of a gate's values, over all steps and units, that are above 0.95 or below 0.05. */
  | { readonly name: 'gate'; readonly gate: string; readonly end: 'low' | 'high' }
  | { readonly name: 'field'; readonly path: string }
  /** True once this has been opened, such as `microscope/backward/3`. */
  | { readonly name: 'visited'; readonly place: string }

/** What can stand for a probe, for messages. */
export const probeForms = [
  ...plainProbes,
  'gradH[t]',
  'gate.NAME.low',
  'gate.NAME.high',
  'field:PATH',
  'visited:microscope/forward/t',
  'visited:microscope/backward/t',
  'visited:microscope/gradients',
]

/** The probe that a text names, or null. */
export function readProbe(text: string): Probe | null {
  const plain = plainProbes.find((name) => name === text)
  if (plain !== undefined) return { name: plain }
  const gradH = /^gradH\[([1-9]\d{0,5})\]$/.exec(text)
  if (gradH) return { name: 'gradH', t: Number(gradH[1]) }
  const gate = /^gate\.([a-z]{1,8})\.(low|high)$/.exec(text)
  if (gate) return { name: 'gate', gate: gate[1]!, end: gate[2] as 'low' | 'high' }
  const field = /^field:([A-Za-z0-9.]{1,100})$/.exec(text)
  if (field) return { name: 'field', path: field[1]! }
  const visited = /^visited:(.+)$/.exec(text)
  if (visited && isVisit(visited[1]!)) return { name: 'visited', place: visited[1]! }
  return null
}

/** Whether a text names something that can be opened. */
export function isVisit(place: string): boolean {
  return /^microscope\/(gradients|(forward|backward)\/[1-9]\d{0,5})$/.test(place)
}

/** A probe as it is written. */
export function writeProbe(probe: Probe): string {
  switch (probe.name) {
    case 'gradH':
      return `gradH[${probe.t}]`
    case 'gate':
      return `gate.${probe.gate}.${probe.end}`
    case 'field':
      return `field:${probe.path}`
    case 'visited':
      return `visited:${probe.place}`
    default:
      return probe.name
  }
}
