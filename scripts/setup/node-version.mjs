// @ts-check
// Step: Node itself. The syntax here and in the entry scripts is kept plain, so that an old Node can read
// them and say
// what is wrong.

var MINIMUM = [20, 19]

/**
 * Why this Node cannot run the project, or null when it can.
 * @param {string} version as in process.versions.node
 */
export function nodeProblem(version) {
  var parts = version.split('.').map(Number)
  var major = parts[0] || 0
  var minor = parts[1] || 0
  if (major > 20 || (major === 20 && minor >= 19)) return null
  return (
    'Node ' +
    MINIMUM.join('.') +
    ' or newer is needed; this is Node ' +
    version +
    ' at ' +
    process.execPath +
    '.\nInstall a newer one from https://nodejs.org and start again.'
  )
}

/** Ends the process with a clear message on an old Node. */
export function requireNode() {
  var problem = nodeProblem(process.versions.node)
  if (problem === null) return
  process.stderr.write('unroll: ' + problem + '\n')
  process.exit(1)
}
