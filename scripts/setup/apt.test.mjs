// @ts-check
import { expect, test } from 'vitest'
import { aptProgress, hasCandidate, missingLibraries, nameHere, planPackages } from './apt.mjs'

const BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'
const TRIXIE = 'VERSION_ID="13"\nID=debian\n'
const NOBLE = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n'
const FEDORA = 'ID=fedora\nVERSION_ID=42\n'
const NOTHING = { missingLibraries: [], needsXvfb: false }
const XVFB = { missingLibraries: [], needsXvfb: true }
const NSS = { missingLibraries: ['libnss3.so'], needsXvfb: false }
const BOTH = { missingLibraries: ['libnss3.so'], needsXvfb: true }
const APT = 'apt-get install -y --no-install-recommends'

test('nothing missing: nothing to do, whoever asks', () => {
  expect(planPackages(NOTHING, { isRoot: false, hasApt: true, osRelease: BOOKWORM })).toEqual({
    action: 'none',
  })
  expect(planPackages(NOTHING, { isRoot: true, hasApt: false, osRelease: '' })).toEqual({ action: 'none' })
})

test.each([
  { needs: XVFB, packages: ['xvfb'] },
  { needs: NSS, packages: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'] },
  { needs: BOTH, packages: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'xvfb'] },
])('root with apt installs $packages', ({ needs, packages }) => {
  const plan = planPackages(needs, { isRoot: true, hasApt: true, osRelease: BOOKWORM })
  expect(plan).toEqual({ action: 'install', packages })
})

test.each([
  { system: 'Debian 12', osRelease: BOOKWORM, names: 'libgtk-3-0 libnss3 libasound2 libgbm1' },
  { system: 'Debian 13', osRelease: TRIXIE, names: 'libgtk-3-0t64 libnss3 libasound2t64 libgbm1' },
  { system: 'Ubuntu 24.04', osRelease: NOBLE, names: 'libgtk-3-0t64 libnss3 libasound2t64 libgbm1' },
])('anyone else on $system gets one command with the names of that system', ({ osRelease, names }) => {
  const plan = planPackages(NSS, { isRoot: false, hasApt: true, osRelease })
  expect(plan).toEqual({ action: 'explain', command: `sudo apt-get update && sudo ${APT} ${names}` })
})

test.each([
  { osRelease: FEDORA, isRoot: false, command: 'sudo dnf install -y xorg-x11-server-Xvfb' },
  {
    osRelease: 'ID=rocky\nID_LIKE="rhel centos fedora"\n',
    isRoot: true,
    command: 'dnf install -y xorg-x11-server-Xvfb',
  },
  {
    osRelease: 'ID=manjaro\nID_LIKE=arch\n',
    isRoot: false,
    command: 'sudo pacman -S --needed xorg-server-xvfb',
  },
  {
    osRelease: 'ID="opensuse-leap"\n',
    isRoot: false,
    command: 'sudo zypper install -y xorg-x11-server-Xvfb',
  },
  { osRelease: 'ID=unheard-of\n', isRoot: true, command: null },
])('without apt the command is $command', ({ osRelease, isRoot, command }) => {
  expect(planPackages(XVFB, { isRoot, hasApt: false, osRelease })).toEqual({ action: 'explain', command })
})

test('a renamed package goes by its new name only where apt knows it', () => {
  const noble = (/** @type {string} */ name) => name.endsWith('t64')
  expect(nameHere('libasound2', noble)).toBe('libasound2t64')
  expect(nameHere('libasound2', () => false)).toBe('libasound2')
  expect(nameHere('libnss3', noble)).toBe('libnss3')
})

test("apt's policy tells a package from a name that is only provided by others", () => {
  expect(hasCandidate('xvfb:\n  Installed: (none)\n  Candidate: 2:21.1.7-3\n')).toBe(true)
  expect(hasCandidate('libasound2:\n  Installed: (none)\n  Candidate: (none)\n')).toBe(false)
  expect(hasCandidate('')).toBe(false)
})

test('the libraries that are missing are read from ldd', () => {
  const output =
    '\tlinux-vdso.so.1 (0x1)\n\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x2)\n\tlibgbm.so.1 => not found\n'
  expect(missingLibraries(output)).toEqual(['libnss3.so', 'libgbm.so.1'])
})

test.each([
  { line: 'dlstatus:1:42.5:Retrieving file 1 of 3', progress: { phase: 'downloading', percent: 42.5 } },
  { line: 'pmstatus:libnss3:60:Unpacking libnss3', progress: { phase: 'installing', percent: 60 } },
  { line: 'pmconffile:/etc/x:0:ask', progress: null },
  { line: 'Get:1 http://mirror libnss3', progress: null },
  { line: '', progress: null },
])("apt's status line $line tells $progress", ({ line, progress }) => {
  expect(aptProgress(line)).toEqual(progress)
})
