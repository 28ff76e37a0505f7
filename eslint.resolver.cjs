const node = require('eslint-import-resolver-node')

/** Resolves imports as the bundler does: what follows a `?` says how a file is loaded, not which. */
module.exports = {
  interfaceVersion: 2,
  resolve: (source, file, config) => node.resolve(source.replace(/\?\w+$/, ''), file, config),
}
