const node = require('eslint-import-resolver-node')

/**
 * Resolves imports as the bundler does: what follows a `?` says how a file is loaded, not which. The kernels
 * of float64 are compiled in the place of their namesakes one folder up, see `scripts/assemblyScript.mjs`.
 */
module.exports = {
  interfaceVersion: 2,
  resolve: (source, file, config) =>
    node.resolve(source.replace(/\?[\w=]+$/, ''), file.replace('/wasm/float64/', '/wasm/'), config),
}
