/** The Lab's figures that are shown to a room, in the order in which a presenter comes to them. */
export const presentedFigures = [
  'loss',
  'gradNorm',
  'flow',
  'sample',
  'gates',
  'states',
  'jacobian',
  'spectrum',
  'contributions',
  'parameters',
  'histograms',
  'trajectory',
] as const
export type PresentedFigure = (typeof presentedFigures)[number]

/** Two figures side by side. */
export type FigurePair = readonly [left: PresentedFigure, right: PresentedFigure]

export const numPairs = presentedFigures.length / 2

export const pairAt = (index: number): FigurePair => [
  presentedFigures[2 * index]!,
  presentedFigures[2 * index + 1]!,
]
