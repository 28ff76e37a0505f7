// @ts-check
// The list of what is in a package, as CycloneDX: https://cyclonedx.org/docs/1.5/json/
import { createHash } from 'node:crypto'
import { product } from './product.mjs'

/**
 * npm's own list of the project, reduced to what is shipped, with the runtime added, and the same for the
 * same content: npm puts the time and a random number into its list.
 * @param {any} ofNpm what `npm sbom --sbom-format cyclonedx` prints
 * @param {object} shipped
 * @param {readonly { name: string, version: string }[]} shipped.packages
 * @param {string} shipped.electron the runtime's version
 * @param {number} shipped.time seconds since 1970
 */
export function reduceSbom(ofNpm, { packages, electron, time }) {
  const names = new Set(packages.map(({ name, version }) => `${name}@${version}`))
  const idOf = (/** @type {any} */ { name, group, version }) =>
    `${group ? `${group}/` : ''}${name}@${version}`
  /** @type {any[]} */
  const found = ofNpm.components.filter((/** @type {any} */ component) => names.has(idOf(component)))
  const components = [...new Map(found.map((component) => [component.purl, component])).values()]
  const missing = [...names].filter((name) => !components.some((component) => idOf(component) === name))
  if (missing.length > 0) throw new Error(`npm's list has no ${missing.join(', ')}`)
  const runtime = {
    'bom-ref': `electron-runtime@${electron}`,
    type: 'framework',
    name: 'electron',
    version: electron,
    scope: 'required',
    purl: `pkg:github/electron/electron@v${electron}`,
    licenses: [{ license: { id: 'MIT' } }],
  }
  const shippedRefs = new Set(components.map((component) => component['bom-ref']))
  const dependencies = ofNpm.dependencies
    .filter((/** @type {any} */ { ref }) => shippedRefs.has(ref))
    .map((/** @type {any} */ { ref, dependsOn = [] }) => ({
      ref,
      dependsOn: dependsOn.filter((/** @type {string} */ other) => shippedRefs.has(other)),
    }))
  const { $schema, bomFormat, specVersion, version, metadata } = ofNpm
  const required = components.map((component) => ({ ...component, scope: 'required', properties: undefined }))
  const content = { components: [...required, runtime], dependencies }
  return {
    ...{ $schema, bomFormat, specVersion, serialNumber: uuidOf(JSON.stringify(content)), version },
    metadata: {
      ...metadata,
      timestamp: new Date(1000 * time).toISOString(),
      // npm takes the name of the folder that the project lies in.
      component: { ...metadata.component, type: 'application', name: product.id },
    },
    ...content,
  }
}

/** A UUID from what it names. @param {string} text */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`
}
