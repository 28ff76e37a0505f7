// @ts-check
// Whether a folder of programs is what was put there: it runs with all rights of this user.
import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const ROOT = 0
const GROUP_WRITES = 0o020
const OTHERS_WRITE = 0o002

/**
 * @typedef {object} User
 * @property {number | undefined} uid undefined where the system has no such numbers
 * @property {number | undefined} gid
 */

/** @returns {User} */
const thisUser = () => ({ uid: process.getuid?.(), gid: process.getgid?.() })

/**
 * Why somebody else could have changed a folder or anything in it, in a few words, or null. A group of its
 * own that a user has on many systems is no other person.
 * @param {string} folder
 * @param {User} [user]
 * @returns {string | null}
 */
export function whyUntrusted(folder, user = thisUser()) {
  for (const path of [folder, ...pathsBelow(folder)]) {
    const reason = whyUntrustedAlone(path, user)
    if (reason !== null) return reason
  }
  return null
}

/**
 * The same of a file or a folder by itself.
 * @param {string} path
 * @param {User} [user]
 * @returns {string | null}
 */
export function whyUntrustedAlone(path, { uid, gid } = thisUser()) {
  if (uid === undefined) return null
  const found = lstatSync(path)
  if (found.uid !== uid && found.uid !== ROOT) return `${path} belongs to another user (uid ${found.uid})`
  if (found.isSymbolicLink()) return `${path} is a link`
  const isGroups = (found.mode & GROUP_WRITES) !== 0 && found.gid !== gid
  const isOthers = (found.mode & OTHERS_WRITE) !== 0
  return isGroups || isOthers ? `${path} can be written to by others` : null
}

/**
 * The hash of all files in a folder with their names.
 * @param {string} folder
 * @param {(name: string) => boolean} isLeftOut
 */
export async function folderDigest(folder, isLeftOut) {
  const sum = createHash('sha256')
  for (const path of filesOf(folder)) {
    const name = nameIn(folder, path)
    if (isLeftOut(name)) continue
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    sum.update(`${name}\0${hash.digest('hex')}\n`)
  }
  return sum.digest('hex')
}

/**
 * Whether a folder has the expected digest. Reading all of it takes a moment, so a folder that was found
 * right is taken for right while sizes, times and inodes of its files stay.
 * @param {string} folder
 * @param {{ expected: string, isLeftOut: (name: string) => boolean, stamp: string }} options
 *   `stamp`: the file, outside the folder, that remembers what was found right
 */
export async function hasDigest(folder, { expected, isLeftOut, stamp }) {
  const state = `${expected} ${folderState(folder)}`
  if (readOrEmpty(stamp) === state) return true
  if ((await folderDigest(folder, isLeftOut)) !== expected) return false
  writeFileSync(stamp, state)
  return true
}

/** A hash of what the file system says of every file; the time of the last change of an inode cannot be set by hand. @param {string} folder */
function folderState(folder) {
  const hash = createHash('sha256')
  for (const path of filesOf(folder)) {
    const { size, mtimeMs, ctimeMs, ino } = lstatSync(path)
    hash.update(`${nameIn(folder, path)}\0${size}\0${mtimeMs}\0${ctimeMs}\0${ino}\n`)
  }
  return hash.digest('hex')
}

/** @param {string} folder @param {string} path */
const nameIn = (folder, path) => relative(folder, path).split(sep).join('/')

/** @param {string} folder in a fixed order */
const filesOf = (folder) => pathsBelow(folder).filter((path) => lstatSync(path).isFile())

/** @param {string} folder @returns {string[]} */
function pathsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? [path, ...pathsBelow(path)] : [path]
    })
}

/** @param {string} file */
function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
