/** A file as text. */
declare module '*?raw' {
  const text: string
  export default text
}

/** A file as a data URL, in base64. */
declare module '*?inline' {
  const url: string
  export default url
}
