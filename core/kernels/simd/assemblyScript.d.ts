/** AssemblyScript compiled when the project is built, see `scripts/assemblyScript.mjs`. */
declare module '*?assemblyscript' {
  /** The WebAssembly binary. */
  export const base64: string
}
declare module '*?assemblyscript=float64' {
  export const base64: string
}
