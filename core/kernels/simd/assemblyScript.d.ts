/** AssemblyScript compiled when the project is built, see `scripts/assemblyScript.mjs`. */
declare module '*?assemblyscript' {
  /** The WebAssembly binary. */
  export const base64: string
}
