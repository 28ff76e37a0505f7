/*
 * The tests' document does not say that it is in standards mode, and KaTeX refuses to work in any other. Import this
 * before anything that imports KaTeX.
 */
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat', configurable: true })

export {}
