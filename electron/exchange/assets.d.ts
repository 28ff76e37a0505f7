/** A file as text. */
declare module '*?raw' {
  const text: string
  export default text
}

/** The files that a pattern names, each loaded when it is asked for. */
interface ImportMeta {
  glob<T>(
    pattern: string,
    options: { readonly query: '?inline'; readonly import: 'default' },
  ): Record<string, () => Promise<T>>
}

/** A file as a data URL, in base64. */
declare module '*?inline' {
  const url: string
  export default url
}
