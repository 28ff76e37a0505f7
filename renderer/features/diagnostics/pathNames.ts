/** How a path of the gradient is called in a legend. */
export type PathName =
  /** A key of the texts. */
  | { readonly kind: 'words'; readonly key: 'outside' | 'identity' | 'output' }
  /** A formula, the same in every language. */
  | { readonly kind: 'formula'; readonly text: string }

/**
 * Paths that do not lead through a block of weights have names of their own; any other is Wᵀ da of its block,
 * `h` being the plain net's only one. The GRU's n is either W_hnᵀ dm or r * W_hnᵀ da_n: both are what comes
 * back through W_hn.
 */
export function pathName(path: string): PathName {
  if (path === 'outside' || path === 'identity' || path === 'output') return { kind: 'words', key: path }
  if (path === 'keep') return { kind: 'formula', text: 'z ⊙ dh' }
  if (path === 'forget') return { kind: 'formula', text: 'f ⊙ dc' }
  return { kind: 'formula', text: path === 'h' ? 'W_hhᵀ da' : `W_h${path}ᵀ da_${path}` }
}
