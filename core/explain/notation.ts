import type { Name } from './matrix'

/** One direction of one layer. */
export interface LayerRef {
  readonly layer: number
  readonly isReversed: boolean
}

/** The letters of a source: PyTorch's for runs, the textbook's for the homework. */
export interface Letters {
  readonly h: string
  /** What the cell's nonlinearity is applied to. */
  readonly pre: string
  readonly score: string
  readonly probability: Name
  readonly weightIh: Name
  readonly weightHh: Name
  readonly biasIh: Name
  readonly biasHh: Name
  readonly headWeight: Name
  readonly headBias: Name
}

export const pytorchLetters: Letters = {
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
export function atTime(letter: string, t: number | string, layer: LayerRef | null, marks: Marks): Name {
  return marked({ tex: `${letter}_{${t}}`, text: letter }, layer, marks, `_${t}`)
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
