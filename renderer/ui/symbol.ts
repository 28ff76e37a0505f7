/** How letters stand in a formula. */
type Style = 'upright' | 'italic' | 'sub' | 'sup'

interface Part {
  readonly style: Style
  readonly text: string
}

/** Signs that have a name in LaTeX. */
const UPRIGHT: Readonly<Record<string, string>> = {
  cdot: '·',
  ldots: '…',
  vert: '∣',
  max: 'max',
  min: 'min',
  tanh: 'tanh',
}
const ITALIC: Readonly<Record<string, string>> = { delta: 'δ', sigma: 'σ' }

/** One piece at a time: a letter or sign by its name, upright letters, what is lowered or raised, the rest. */
const PIECE =
  /\\mathrm\{(?<upright>\w+)\}|\\(?<name>[a-z]+) ?|(?<place>[_^])(?:\{(?<placed>[\w,=()+]+)\}|(?<letter>\w))|(?<italic>[A-Za-z])|(?<plain>(?:[\d()[\].{}]|, ?)+)|(?<spaced> [-+=>] )|(?<minus>-)/y

function partOf(groups: Readonly<Record<string, string | undefined>>): Part | null {
  const { upright, name, place, placed, letter, italic, plain, spaced, minus } = groups
  if (name !== undefined) {
    const style = name in ITALIC ? 'italic' : 'upright'
    const text = ITALIC[name] ?? UPRIGHT[name]
    return text === undefined ? null : { style, text }
  }
  if (place !== undefined) return { style: place === '_' ? 'sub' : 'sup', text: placed ?? letter ?? '' }
  if (italic !== undefined) return { style: 'italic', text: italic }
  const text =
    upright ??
    plain?.replace(/[{}]/g, '').replace(/, ?/g, ', ') ??
    spaced?.replace('-', '−') ??
    (minus && '−') ??
    ''
  return { style: 'upright', text }
}

/** Null where it is more than letters in a row, or has something below and above the same letter. */
function partsOf(tex: string): Part[] | null {
  const parts: Part[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < tex.length) {
    const part = partOf(PIECE.exec(tex)?.groups ?? { name: '' })
    const isPlaced = part?.style === 'sub' || part?.style === 'sup'
    const before = parts.at(-1)
    if (!part || (isPlaced && (!before || before.style === 'sub' || before.style === 'sup'))) return null
    parts.push(part)
  }
  return parts
}

function nodesOf({ style, text }: Part): (Node | string)[] {
  if (style === 'upright') return [text]
  const element = document.createElement(style === 'italic' ? 'i' : style)
  if (style === 'italic') element.append(text)
  else element.append(...withItalicLetters(text))
  return [element]
}

/** Letters in italics, digits and signs upright. */
function withItalicLetters(text: string): (Node | string)[] {
  return text.split(/([A-Za-z]+)/).map((piece) => {
    if (!/[A-Za-z]/.test(piece)) return piece
    const letters = document.createElement('i')
    letters.append(piece)
    return letters
  })
}

/**
 * A symbol such as `\mathrm{d}W_{hh}[0,1]` as a handful of elements that look as KaTeX's, which takes four
 * times as many and more than twice the time to lay them out; null where it is more than that.
 */
export function setSymbol(tex: string): Element | null {
  const parts = partsOf(tex)
  if (!parts) return null
  const symbol = document.createElement('span')
  symbol.className = 'katex symbol'
  symbol.append(...parts.flatMap(nodesOf))
  return symbol
}
