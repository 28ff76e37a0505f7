// @ts-check
// What is switched off for good in the executable of a package: https://www.electronjs.org/docs/latest/tutorial/fuses
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

/**
 * - `release` is what people get.
 * - `test` is the same but for `nodeCliInspect`, through which Playwright drives it.
 * @typedef {'release' | 'test'} Flavour
 *
 * @typedef {Record<keyof typeof NAMES, boolean>} Fuses
 */

const NAMES = {
  runAsNode: FuseV1Options.RunAsNode,
  cookieEncryption: FuseV1Options.EnableCookieEncryption,
  nodeOptions: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  nodeCliInspect: FuseV1Options.EnableNodeCliInspectArguments,
  asarIntegrity: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  browserSnapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocol: FuseV1Options.GrantFileProtocolExtraPrivileges,
}

/**
 * @param {Flavour} flavour
 * @param {NodeJS.Platform} [platform] whose package it is
 * @returns {Fuses}
 */
export function fusesOf(flavour, platform = 'linux') {
  return {
    runAsNode: false,
    // It would ask the system's keyring at every start, for cookies that there are none of.
    cookieEncryption: false,
    nodeOptions: false,
    nodeCliInspect: flavour === 'test',
    // Electron has it on these systems only.
    asarIntegrity: platform === 'darwin' || platform === 'win32',
    onlyLoadAppFromAsar: true,
    browserSnapshot: false,
    grantFileProtocol: false,
  }
}

/** Sets the fuses of an executable, all or none. @param {string} binary @param {Fuses} fuses */
export async function setFuses(binary, fuses) {
  const wire = Object.entries(NAMES).map(([name, fuse]) => [fuse, fuses[/** @type {keyof Fuses} */ (name)]])
  await flipFuses(binary, { version: FuseVersion.V1, ...Object.fromEntries(wire) })
}

/**
 * The fuses of an executable as they are.
 * @param {string} binary
 * @returns {Promise<Fuses>}
 */
export async function readFuses(binary) {
  const wire = /** @type {Record<number, number>} */ (
    /** @type {unknown} */ (await getCurrentFuseWire(binary))
  )
  const read = Object.entries(NAMES).map(([name, fuse]) => [name, wire[fuse] === FuseState.ENABLE])
  return /** @type {Fuses} */ (Object.fromEntries(read))
}
