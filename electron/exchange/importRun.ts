import type { Reason } from '../../core/contract/reasons'
import { describeReason, reason } from '../../core/contract/reasons'
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { showPath } from '../../core/text/foreign'
import { MOST_DATA_BYTES } from '../../core/data/size'
import { DATA } from '../data/provide'
import { runsIn } from '../store/catalog'
import * as files from '../store/files'
import { fileReason, isMissing, namesIn, syncFolder } from '../store/files'
import { heldBy } from '../store/lock'
import { holderOf } from '../store/lockHolder'
import { openRunFolder } from '../store/runFolder'
import { reasonFor, StoreError } from '../store/storeError'
import { ExchangeError, withTexts } from './exchangeError'
import { makeRunsFolder } from './importExperiment'
import type { Imported, ImportOptions } from './importFile'
import { pickled } from './pickled'
import { openZip } from './readZip'

/** What a run's folder may hold, and the most that a file may take: a log of 10 million updates has 480 MB. */
const KNOWN: readonly { readonly name: RegExp; readonly most: number }[] = [
  { name: /^(run|experiment|notes)\.json$/, most: 4e6 },
  { name: /^events\.jsonl$/, most: 64e6 },
  { name: /^(log|diagnostics)\.arrows$/, most: 2 ** 30 },
  { name: /^data\/[0-9a-f]{64}$/, most: MOST_DATA_BYTES },
  { name: /^checkpoints\/\d{1,15}\.safetensors$/, most: 2 ** 30 },
]

/** A file of a run that is taken in, by its name in the run's folder. */
interface RunFile {
  readonly name: string
  readonly bytes: number
  open(): Promise<Readable>
}

/** A copy of a run's folder. */
export async function importRunFolder(path: string, options: ImportOptions): Promise<Imported> {
  if (await isMissing(join(path, files.RUN))) {
    throw new ExchangeError(reason('notARun', { path: showPath(path), file: files.RUN }))
  }
  const holder = await holderOf(path)
  if (holder) throw heldBy(path, holder)
  const checkpoints = await namesIn(join(path, files.CHECKPOINTS))
  const data = await namesIn(join(path, DATA))
  const names = [
    ...(await namesIn(path)),
    ...checkpoints.map((name) => `${files.CHECKPOINTS}/${name}`),
    ...data.map((name) => `${DATA}/${name}`),
  ]
  const found: RunFile[] = []
  for (const name of names.filter(isKnown)) {
    const { size, isFile } = await lstat(join(path, name)).then((stats) => {
      return { size: stats.size, isFile: stats.isFile() }
    })
    if (!isFile) throw new ExchangeError(reason('isNoFile', { path: showPath(join(path, name)) }))
    found.push({ name, bytes: size, open: () => Promise.resolve(createReadStream(join(path, name))) })
  }
  return takeIn(path, found, options)
}

/** The run in an archive that an export has written, or somebody has packed. */
export async function importRunZip(path: string, options: ImportOptions): Promise<Imported> {
  const zip = await openZip(path)
  try {
    const roots = zip.entries
      .filter(({ name }) => basename(name) === files.RUN && name.split('/').length <= 2)
      .map(({ name }) => dirname(name))
    if (zip.entries.some(({ name }) => name.endsWith('data.pkl'))) {
      throw pickled(path)
    }
    const [root] = roots
    if (root === undefined || roots.length > 1) {
      throw new ExchangeError(
        reason('manyRunsIn', { path: showPath(path), count: roots.length, file: files.RUN }),
      )
    }
    const prefix = root === '.' ? '' : `${root}/`
    const found = zip.entries
      .filter(({ name }) => name.startsWith(prefix))
      .map((entry): RunFile => ({ ...entry, name: entry.name.slice(prefix.length) }))
      .filter(({ name }) => isKnown(name))
    return await takeIn(path, found, options)
  } finally {
    zip.close()
  }
}

const isKnown = (name: string) => KNOWN.some((each) => each.name.test(name))

/** Copies a run's files beside the catalog, reads them there as a run, and moves them in. */
async function takeIn(path: string, found: readonly RunFile[], options: ImportOptions): Promise<Imported> {
  const runs = runsIn(options.data)
  await makeRunsFolder(options.data)
  const staged = join(runs, `.${randomUUID()}.import`)
  const replaced = `${staged}.old`
  const inPath = (why: Reason) => withTexts(why, (text) => text.replaceAll(staged, showPath(path)))
  try {
    await mkdir(join(staged, files.CHECKPOINTS), { recursive: true })
    if (found.some(({ name }) => name.startsWith(`${DATA}/`))) await mkdir(join(staged, DATA))
    for (const file of found) await copyFile(path, staged, file)
    const stored = await openRunFolder(staged)
    for (const problem of stored.problems) options.tell(inPath(problem))
    options.accept?.(stored)
    const { id } = stored.run
    const folder = join(runs, id)
    if (await isThere(folder)) {
      if (!options.replaces) throw new ExchangeError(reason('keptAlready', { id, path: showPath(folder) }))
      await giveWay(folder, replaced)
    }
    await syncFolder(staged)
    await rename(staged, folder)
    await syncFolder(runs)
    return { id, folder }
  } catch (error) {
    const isOfSystem =
      !(error instanceof StoreError) && typeof (error as NodeJS.ErrnoException).code === 'string'
    const why = isOfSystem ? reason('cannotTakeIn', { why: fileReason(error) }) : reasonFor(error)
    throw new ExchangeError(named(inPath(why), path))
  } finally {
    await rm(staged, { recursive: true, force: true }).catch(() => undefined)
    await rm(replaced, { recursive: true, force: true }).catch(() => undefined)
  }
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Moves a run away that nobody trains. */
async function giveWay(folder: string, replaced: string): Promise<void> {
  const holder = await holderOf(folder)
  if (holder) throw heldBy(folder, holder)
  await rename(folder, replaced)
}

/** A reason that says which file it is about. */
function named(why: Reason, path: string): Reason {
  const isNamed = why.code === 'keptAlready' || describeReason(why).includes(showPath(path))
  return isNamed ? why : reason('inFile', { path: showPath(path), why })
}

async function copyFile(path: string, staged: string, { name, bytes, open: read }: RunFile): Promise<void> {
  const most = KNOWN.find((each) => each.name.test(name))?.most ?? 0
  if (bytes > most) {
    throw new ExchangeError(
      reason('inFile', { path: showPath(path), why: reason('hasBytes', { name, bytes, most }) }),
    )
  }
  const target = join(staged, name)
  await pipeline(await read(), createWriteStream(target, { flags: 'wx' }))
  const file = await open(target, 'r+')
  await file.sync().finally(() => file.close())
}
