// @ts-check
// Which system packages to install, and how they are called here. Deciding only: nothing is run in this file.

/**
 * @typedef {object} System
 * @property {boolean} isRoot
 * @property {boolean} hasApt
 * @property {string} osRelease text of /etc/os-release
 *
 * @typedef {object} Needs
 * @property {readonly string[]} missingLibraries sonames, as `ldd` names them
 * @property {boolean} needsXvfb
 *
 * @typedef {{ action: 'none' } | { action: 'install', packages: string[] } | { action: 'explain', command: string | null }} Plan
 */

/** What Electron needs on Debian; other packages come along as their dependencies. */
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']
const DISPLAY = ['xvfb']

/** Renamed in the transition to a 64-bit time_t: Debian 13, Ubuntu 24.04. */
const RENAMED = new Set(['libgtk-3-0', 'libasound2'])

/** One command for systems without apt, by the ID or ID_LIKE of /etc/os-release. */
const ELSEWHERE = [
  {
    ids: ['fedora', 'rhel'],
    install: 'dnf install -y',
    libraries: 'gtk3 nss alsa-lib mesa-libgbm',
    display: 'xorg-x11-server-Xvfb',
  },
  {
    ids: ['arch'],
    install: 'pacman -S --needed',
    libraries: 'gtk3 nss alsa-lib mesa',
    display: 'xorg-server-xvfb',
  },
  {
    ids: ['suse', 'opensuse'],
    install: 'zypper install -y',
    libraries: 'libgtk-3-0 mozilla-nss libasound2 libgbm1',
    display: 'xorg-x11-server-Xvfb',
  },
]

/**
 * What to do about what is missing: nothing, install it (root with apt), or name the command.
 * @param {Needs} needs
 * @param {System} system
 * @returns {Plan}
 */
export function planPackages(needs, system) {
  const packages = wanted(needs)
  if (packages.length === 0) return { action: 'none' }
  if (system.hasApt && system.isRoot) return { action: 'install', packages }
  const sudo = system.isRoot ? '' : 'sudo '
  if (system.hasApt) {
    const names = packages.map((name) =>
      RENAMED.has(name) && hasNewNames(system.osRelease) ? `${name}t64` : name,
    )
    const install = `${sudo}apt-get install -y --no-install-recommends ${names.join(' ')}`
    return { action: 'explain', command: `${sudo}apt-get update && ${install}` }
  }
  return { action: 'explain', command: commandElsewhere(needs, system.osRelease, sudo) }
}

/**
 * The name that a package has in the lists of this machine.
 * @param {string} name
 * @param {(name: string) => boolean} isKnown whether apt has a candidate for a name
 */
export function nameHere(name, isKnown) {
  const renamed = `${name}t64`
  return RENAMED.has(name) && isKnown(renamed) ? renamed : name
}

/**
 * Whether `apt-cache policy NAME` printed a version that can be installed.
 * @param {string} output in the C locale
 */
export function hasCandidate(output) {
  return /^ *Candidate: (?!\(none\))\S/m.test(output)
}

/**
 * How far apt-get is, in percent, by a line of its status: `dlstatus:1:42.5:Retrieving file` or
 * `pmstatus:libnss3:60.0:Unpacking`; null for any other line.
 * @param {string} line
 */
export function aptProgress(line) {
  const found = /^(dl|pm)status:[^:]*:(\d+(?:\.\d+)?):/.exec(line)
  if (!found) return null
  return { phase: found[1] === 'dl' ? 'downloading' : 'installing', percent: Math.min(100, Number(found[2])) }
}

/**
 * The libraries that `ldd` did not find.
 * @param {string} output
 */
export function missingLibraries(output) {
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '')
}

/** @param {Needs} needs */
function wanted({ missingLibraries, needsXvfb }) {
  return [...(missingLibraries.length > 0 ? LIBRARIES : []), ...(needsXvfb ? DISPLAY : [])]
}

/** @param {string} osRelease */
function hasNewNames(osRelease) {
  const version = Number(field(osRelease, 'VERSION_ID'))
  return field(osRelease, 'ID') === 'ubuntu'
    ? version >= 24
    : version >= 13 && field(osRelease, 'ID') === 'debian'
}

/** @param {Needs} needs @param {string} osRelease @param {string} sudo */
function commandElsewhere({ missingLibraries, needsXvfb }, osRelease, sudo) {
  const ids = `${field(osRelease, 'ID')} ${field(osRelease, 'ID_LIKE')}`.split(/[\s-]+/)
  const found = ELSEWHERE.find((system) => system.ids.some((id) => ids.includes(id)))
  if (!found) return null
  const names = [missingLibraries.length > 0 ? found.libraries : '', needsXvfb ? found.display : '']
  return `${sudo}${found.install} ${names.filter(Boolean).join(' ')}`
}

/** @param {string} osRelease @param {string} name */
function field(osRelease, name) {
  return new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? ''
}
