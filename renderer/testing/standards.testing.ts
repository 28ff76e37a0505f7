// The tests' document does not say that it is in standards mode, and KaTeX refuses to work in any other. The
// test
// runner loads this file before every test file of the window.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat', configurable: true })

export {}
