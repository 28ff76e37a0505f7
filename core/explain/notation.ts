import type { CellName } from '../kinds/cells'
import type { Name } from './matrix'

/** One direction of one layer. */
export interface LayerRef {
  readonly layer: number
  readonly isReversed: boolean
}

/** The letters of a source: PyTorch's or the textbook's for runs, the handout's for the homework. */
export interface Letters {
  readonly h: string
  /** What the cell's nonlinearity is applied to. */
  readonly pre: string
  /** The gradient there, where it has a letter of its own. */
  readonly gradPre: Name | null
  readonly score: string
  readonly probability: Name
  readonly weightIh: Name
  readonly weightHh: Name
  readonly biasIh: Name
  readonly biasHh: Name
  readonly headWeight: Name
  readonly headBias: Name
  /** The gradient of the loss at something. */
  gradient(of: Name): Name
  /** A gate's value, by PyTorch's name of the gate. */
  gate(gate: string): Name
  /** The block of one gate of a parameter; in cells with one gate the whole. */
  ofGate(parameter: Name, source: 'i' | 'h', gate: string | null): Name
  /** A gate within a subscript. */
  gateSubscript(gate: string): string
}

/** Names of gates as they are. */
const plainGates = {
  gate: (gate: string): Name => ({ tex: gate, text: gate }),
  gateSubscript: (gate: string): string => gate,
}

export const pytorchLetters: Letters = {
  ...plainGates,
  gradPre: null,
  gradient: gradientOf,
  ofGate,
  h: 'h',
  pre: 'a',
  score: 's',
  probability: { tex: 'p', text: 'p' },
  weightIh: { tex: 'W_{ih}', text: 'weight_ih' },
  weightHh: { tex: 'W_{hh}', text: 'weight_hh' },
  biasIh: { tex: 'b_{ih}', text: 'bias_ih' },
  biasHh: { tex: 'b_{hh}', text: 'bias_hh' },
  headWeight: { tex: 'W_{y}', text: 'head.weight' },
  headBias: { tex: 'b_{y}', text: 'head.bias' },
}

export const homeworkLetters: Letters = {
  ...plainGates,
  gradPre: null,
  gradient: gradientOf,
  ofGate,
  h: 'a',
  pre: 'z',
  score: 's',
  probability: { tex: '\\hat{y}', text: 'y_pred' },
  weightIh: { tex: 'W_{ax}', text: 'Wax' },
  weightHh: { tex: 'W_{aa}', text: 'Waa' },
  biasIh: { tex: 'b_{a}', text: 'ba' },
  biasHh: { tex: 'b_{a}', text: 'ba' },
  headWeight: { tex: 'W_{ya}', text: 'Wya' },
  headBias: { tex: 'b_{y}', text: 'by' },
}

/**
 * The textbook's candidate states, which PyTorch calls g and n: their letters, and whose subscript they have.
 */
const CANDIDATES: Readonly<Record<string, Name & { readonly of: string }>> = {
  g: { tex: '\\tilde{c}', text: 'c̃', of: 'c' },
  n: { tex: '\\tilde{h}', text: 'h̃', of: 'h' },
}
const subscriptOf = (gate: string): string => CANDIDATES[gate]?.of ?? gate

/**
 * Those of NNDL, chapter 6: U at the state, W at the input, V at the output, the net input z and the error
 * term δ there, candidate states c̃ and h̃. Its GRU has an update gate z, and so keeps a for net inputs; its
 * one bias is b, and PyTorch's second one b'. δ_t is the sum of its δ_{t',t} over all losses t' from t on.
 */
export function textbookLetters(cell: CellName): Letters {
  return {
    h: 'h',
    pre: cell === 'gru' ? 'a' : 'z',
    gradPre: { tex: '\\delta', text: 'δ' },
    score: 's',
    probability: { tex: '\\hat{y}', text: 'ŷ' },
    weightIh: { tex: 'W', text: 'W' },
    weightHh: { tex: 'U', text: 'U' },
    biasIh: { tex: 'b', text: 'b' },
    biasHh: { tex: "b'", text: "b'" },
    headWeight: { tex: 'V', text: 'V' },
    headBias: { tex: 'b_{y}', text: 'by' },
    gradient: ({ tex, text }) => ({ tex: `\\tfrac{\\partial L}{\\partial ${tex}}`, text: `d${text}` }),
    gate: (gate) => CANDIDATES[gate] ?? { tex: gate, text: gate },
    ofGate({ tex, text }, _, gate) {
      if (gate === null) return { tex, text }
      return { tex: `${tex}_{${subscriptOf(gate)}}`, text: `${text}_${subscriptOf(gate)}` }
    },
    gateSubscript: subscriptOf,
  }
}

/** In which letters the Microscope writes. */
export type Notation = 'pytorch' | 'textbook'

/** The letters of a run. */
export function lettersOf(notation: Notation, cell: CellName): Letters {
  return notation === 'textbook' ? textbookLetters(cell) : pytorchLetters
}

/** The gradient of the loss at something. */
export function gradientOf({ tex, text }: Name): Name {
  return { tex: `\\mathrm{d}${tex}`, text: `d${text}` }
}

/** Marks of layer and direction on a symbol; none in a net of one of each. */
export interface Marks {
  readonly hasLayers: boolean
  readonly hasDirections: boolean
}

/** A letter at a time: h_{3}, in a stacked net h^{(1)}_{3}, in the reverse direction with an arrow. */
export function atTime(
  letter: string | Name,
  t: number | string,
  layer: LayerRef | null,
  marks: Marks,
): Name {
  const { tex, text } = typeof letter === 'string' ? { tex: letter, text: letter } : letter
  return marked({ tex: `${tex}_{${t}}`, text }, layer, marks, `_${t}`)
}

/** A symbol with its layer and direction. */
export function marked(
  { tex, text }: Name,
  layer: LayerRef | null,
  { hasLayers, hasDirections }: Marks,
  ending = '',
): Name {
  if (!layer) return { tex, text: text + ending }
  const isReversed = layer.isReversed && hasDirections
  const [letter, ...subscript] = tex.split('_')
  const head = isReversed ? `\\overleftarrow{${letter}}` : letter
  const superscript = hasLayers ? `^{(${layer.layer + 1})}` : ''
  const suffix = hasLayers || hasDirections ? `_l${layer.layer}${isReversed ? '_reverse' : ''}` : ''
  const whole = [`${head}${superscript}`, ...subscript].join('_')
  // In braces, so that powers and transposes can follow the layer.
  const ordinal = hasLayers || isReversed ? `(${layer.layer + 1}${isReversed ? ', reverse' : ''})` : ''
  return { tex: superscript ? `{${whole}}` : whole, text: `${text}${ending ? ordinal + ending : suffix}` }
}

/** The block of one gate: W_{ii}, W_{hf}, b_{io}; in cells with one gate the whole: W_{ih}. */
export function ofGate({ tex, text }: Name, kind: 'i' | 'h', gate: string | null): Name {
  if (gate === null) return { tex, text }
  const [letter = ''] = tex.split('_')
  return { tex: `${letter}_{${kind}${gate}}`, text: `${text}[${gate}]` }
}
