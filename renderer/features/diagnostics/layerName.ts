/** The texts' key and number of a layer named as in parameter names: `l0`, `l0_reverse`, ... */
export function layerKey(name: string): { key: 'layerName' | 'layerReverse'; n: number } {
  const n = Number(/^l(\d+)/.exec(name)?.[1] ?? 0) + 1
  return { key: name.endsWith('_reverse') ? 'layerReverse' : 'layerName', n }
}

/** The order of a layer's steps in the forward pass: whether it starts at the last one. */
export function isReverse(name: string): boolean {
  return name.endsWith('_reverse')
}
