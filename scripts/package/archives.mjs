// @ts-check
// The files that are handed out, from the app's folder.
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isOnPath } from '../setup/libraries.mjs'
import { SetupError } from '../setup/say.mjs'
import { run } from '../setup/spawn.mjs'
import { makeShare, settleFiles } from './appFolder.mjs'
import { debianDependencies, product } from './product.mjs'

/** Where the .deb puts the app. */
const INSTALLED = `/usr/lib/${product.id}`

/**
 * @typedef {object} Contents
 * @property {string} app the app's folder, as it is to be unpacked
 * @property {string} version
 * @property {string} out the folder for what is made
 * @property {number} time seconds since 1970, of every file
 */

/**
 * The portable archive: a folder to be unpacked anywhere.
 * @param {Contents} contents
 * @returns {Promise<string>}
 */
export async function makeTarball({ app, out, time }) {
  const file = join(out, `${basename(app)}.tar.gz`)
  const steady = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${time}`]
  const args = ['--create', '--format=gnu', ...steady, '--directory', dirname(app), basename(app)]
  await must('sh', ['-c', 'tar "$@" | gzip -n > "$FILE"', 'sh', ...args], { FILE: file })
  return file
}

/**
 * The Debian package, or the reason why there is none. The desktop's own triggers of the system take notice
 * of the entry, the types and the icons, so it has no scripts.
 * @param {Contents} contents
 * @returns {Promise<{ file: string } | { leftOut: string }>}
 */
export async function makeDeb({ app, version, out, time }) {
  if (!isOnPath('dpkg-deb')) return { leftOut: 'dpkg-deb is not here, which packs it' }
  const file = join(out, `${product.id}_${version}_amd64.deb`)
  const root = join(out, '.deb')
  await rm(root, { recursive: true, force: true })
  await mkdir(join(root, 'usr/lib'), { recursive: true })
  await cp(app, join(root, INSTALLED), { recursive: true })
  await rm(join(root, INSTALLED, 'share'), { recursive: true })
  await makeShare(join(root, 'usr/share'), `${INSTALLED}/${product.id}`)
  await mkdir(join(root, 'usr/bin'))
  const documents = join(root, 'usr/share/doc', product.id)
  await mkdir(documents, { recursive: true })
  await rename(join(root, INSTALLED, 'LICENSE'), join(documents, 'copyright'))
  await mkdir(join(root, 'DEBIAN'))
  const { stdout } = await must('du', ['--summarize', '--block-size=1K', '--apparent-size', root], {})
  await writeFile(join(root, 'DEBIAN/control'), control(version, Number.parseInt(stdout, 10)))
  await settleFiles(root, time)
  await symlink(`../lib/${product.id}/bin/${product.id}`, join(root, 'usr/bin', product.id))
  await must('dpkg-deb', ['-Zgzip', '--root-owner-group', '--build', root, file], {
    SOURCE_DATE_EPOCH: String(time),
  })
  await rm(root, { recursive: true })
  return { file }
}

/** @param {string} version @param {number} kibibytes */
export function control(version, kibibytes) {
  return `Package: ${product.id}
Version: ${version}
Architecture: amd64
Maintainer: ${product.maintainer}
Installed-Size: ${kibibytes}
Depends: ${debianDependencies.join(', ')}
Section: science
Priority: optional
Description: ${product.summaries.en}
 An offline desktop lab for recurrent networks: train one, watch loss, gradients
 and gates, and open every number down to the multiplications behind it.
 English and Simplified Chinese; it needs no network.
`
}

/**
 * The AppImage, or the reason why there is none: its runtime, a small program that every AppImage begins
 * with, is in no package registry.
 * @param {Contents} contents
 * @param {NodeJS.ProcessEnv} [env] `APPIMAGE_RUNTIME` names that program
 * @returns {Promise<{ file: string } | { leftOut: string }>}
 */
export async function makeAppImage({ app, out, time }, env = process.env) {
  const runtime = env.APPIMAGE_RUNTIME
  if (!runtime) {
    return {
      leftOut:
        'it needs the runtime of the AppImage project (runtime-x86_64), which no package registry has;\n' +
        'fetch it from github.com/AppImage/type2-runtime and name it in APPIMAGE_RUNTIME',
    }
  }
  if (!isOnPath('mksquashfs')) return { leftOut: 'mksquashfs is not here (package squashfs-tools)' }
  const file = join(out, `${basename(app)}.AppImage`)
  const root = join(out, '.AppDir')
  await rm(root, { recursive: true, force: true })
  await cp(app, root, { recursive: true })
  await cp(join(root, 'share/applications', `${product.id}.desktop`), join(root, `${product.id}.desktop`))
  await cp(
    join(root, 'share/icons/hicolor/256x256/apps', `${product.id}.png`),
    join(root, `${product.id}.png`),
  )
  await settleFiles(root, time)
  await symlink(product.id, join(root, 'AppRun'))
  const image = `${file}.squashfs`
  await rm(image, { force: true })
  const steady = ['-all-root', '-noappend', '-no-progress', '-quiet', '-mkfs-time', String(time)]
  await must('mksquashfs', [root, image, ...steady], {})
  await writeFile(file, Buffer.concat([await readFile(runtime), await readFile(image)]), { mode: 0o755 })
  await rm(image)
  await rm(root, { recursive: true })
  return { file }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 */
async function must(command, args, env) {
  const outcome = await run(command, args, { env: { ...process.env, LC_ALL: 'C', ...env } })
  if (outcome.code !== 0) throw new SetupError(`${command} failed: ${outcome.stderr.trim()}`)
  return outcome
}
