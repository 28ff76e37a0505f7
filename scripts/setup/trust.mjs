// @ts-check
// Whether a folder of programs is what was put there: it runs with all rights of this user.
import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const ROOT = 0
const STICKY = 0o1000
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
 * Why somebody else could have put another folder in a folder's place, or null: the same of every folder
 * above it, and of what links on the way lead through. In one like /tmp everybody can write, but only who
 * owns an entry can replace it.
 * @param {string} folder
 * @param {User} [user]
 * @returns {string | null}
 */
export function whyReplaceable(folder, user = thisUser()) {
  for (const path of pathsTo(folder)) {
    const found = lstatSync(path)
    const isKeptByOwner = found.isSymbolicLink() || (found.mode & STICKY) !== 0
    const reason = whyNotOwn(path, found, user) ?? (isKeptByOwner ? null : whyWritable(path, found, user))
    if (reason !== null) return reason
  }
  return null
}

/**
 * Why a file or a folder by itself is not trusted, or null.
 * @param {string} path
 * @param {User} user
 */
function whyUntrustedAlone(path, user) {
  const found = lstatSync(path)
  const reason = whyNotOwn(path, found, user)
  if (reason !== null || user.uid === undefined) return reason
  return found.isSymbolicLink() ? `${path} is a link` : whyWritable(path, found, user)
}

/** @param {string} path @param {import('node:fs').Stats} found @param {User} user */
function whyNotOwn(path, found, { uid }) {
  const isOwn = uid === undefined || found.uid === uid || found.uid === ROOT
  return isOwn || isUnmapped(found.uid) ? null : `${path} belongs to another user (uid ${found.uid})`
}

/** @param {string} path @param {import('node:fs').Stats} found @param {User} user */
function whyWritable(path, found, { uid, gid }) {
  if (uid === undefined) return null
  const isGroups = (found.mode & GROUP_WRITES) !== 0 && found.gid !== gid
  const isOthers = (found.mode & OTHERS_WRITE) !== 0
  return isGroups || isOthers ? `${path} can be written to by others` : null
}

/**
 * Whether a number stands for all users who have none here: in a container's namespace the system's own
 * folders may belong to them. @param {number} uid
 */
function isUnmapped(uid) {
  const isNamespace = !/^\s*0\s+0\s+4294967295\s*$/.test(
    readOrEmpty('/proc/self/uid_map') || '0 0 4294967295',
  )
  return isNamespace && String(uid) === readOrEmpty('/proc/sys/kernel/overflowuid').trim()
}

/**
 * A path, all folders above it, and what links among them lead through.
 * @param {string} path
 * @param {Set<string>} [found]
 */
function pathsTo(path, found = new Set()) {
  if (found.has(path)) return found
  if (dirname(path) !== path) pathsTo(dirname(path), found)
  found.add(path)
  if (lstatSync(path).isSymbolicLink()) pathsTo(resolve(dirname(path), readlinkSync(path)), found)
  return found
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
