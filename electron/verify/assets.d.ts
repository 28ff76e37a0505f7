/** The files that a pattern names, each loaded as a data URL when it is asked for. */
interface ImportMeta {
  glob<T>(
    pattern: string | readonly string[],
    options: { readonly query: '?inline'; readonly import: 'default' },
  ): Record<string, () => Promise<T>>
}
