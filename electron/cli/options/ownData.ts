import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { defaultsOf, type Fields, type Values } from '../../../core/fields/field'
import type { DataReading } from '../../../core/data/reading'
import { MOST_DATA_BYTES, readingBytes } from '../../../core/data/size'
import { taskNamed, taskNames, type TaskSettings } from '../../../core/tasks/registry'
import { showPath, showValue } from '../../../core/text/foreign'
import { DataError } from '../../data/dataError'
import { DATA, provideBytes } from '../../data/provide'
import { sha256Of } from '../../data/read'
import { dataFolder } from '../../store/catalog'
import { readLimited } from '../readLimited'
import { UsageError } from '../usageError'

type Document = Record<string, unknown>

const MOST_NAME = 255
/** Stands for a hash that is not known yet. */
const NONE = '0'.repeat(64)

/** Where a person's own data can be named from. */
export interface DataSources {
  /** The file of `--file`. */
  readonly given: string | undefined
  /** The file of the experiment, beside which its data may lie. */
  readonly experiment: string | undefined
  /** `--data-dir` */
  readonly dataDir: string | undefined
  /** Hears what reading a large file takes, before it is read. */
  readonly tell: (line: string) => void
}

/**
 * Reads the person's own data that an experiment names, and completes its task with their hash: from `--file`;
 * else by the hash, from the data that are kept; else the file of that name beside the experiment.
 * @throws {UsageError} where they cannot be read, are missing, or are not those that the hash names.
 */
export function takeData(task: Document, { given, experiment, dataDir, tell }: DataSources): void {
  const known = taskNames.find((name) => name === task['name'])
  const needs = known !== undefined && 'data' in taskNamed(known).settings
  if (!needs) {
    if (given === undefined) return
    throw new UsageError(`--file is ${showPath(given)}: the task ${showValue(task['name'])} reads no file`)
  }
  if (given !== undefined) return takeFile(task, given, tell)
  const { file, data } = task
  if (!reads(task)) return
  const beside = join(dirname(experiment ?? '.'), typeof file === 'string' ? file : '')
  if (typeof data !== 'string') {
    if (typeof file === 'string') takeFile(task, beside, tell)
    return
  }
  const kept = join(dataFolder(dataDir), DATA, data)
  const path = [kept, beside].find((each) => existsSync(each))
  if (path === undefined) {
    throw new UsageError(
      `the data of ${showPath(String(file))} are missing: expected ${showPath(kept)} or ${showPath(beside)}`,
    )
  }
  tellSize(task, path, tell)
  const bytes = readLimited(path, MOST_DATA_BYTES)
  if (sha256Of(bytes) !== data) {
    throw new UsageError(
      `${showPath(path)} has changed: its SHA-256 is ${sha256Of(bytes)}, expected ${showValue(data)}`,
    )
  }
  provide(task, bytes, path)
}

/** Whether a task that can read data does. */
function reads(task: Document): boolean {
  return task['source'] === 'file'
}

/** What reading a file takes of memory, where that is much. */
function tellSize(task: Document, path: string, tell: DataSources['tell']): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const kind = readingOf(task)?.kind
  const memory = kind && size <= MOST_DATA_BYTES ? readingBytes(kind, size) : null
  if (memory === null) return
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6)
  tell(
    `${showPath(path)} has ${megabytes(size)} MB: reading it takes up to about ${megabytes(memory)} MB of memory`,
  )
}

function takeFile(task: Document, path: string, tell: DataSources['tell']): void {
  tellSize({ ...task, source: 'file', file: path, data: NONE }, path, tell)
  const bytes = readLimited(path, MOST_DATA_BYTES)
  task['source'] = 'file'
  task['file'] = basename(path).slice(-MOST_NAME)
  task['data'] = sha256Of(bytes)
  provide(task, bytes, resolve(path))
}

/** Provides what a task reads, as its settings say; where they say nothing valid, the experiment is refused. */
function provide(task: Document, bytes: Uint8Array, path: string): void {
  const reading = readingOf(task)
  if (!reading) return
  try {
    provideBytes(bytes, reading, path)
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error
  }
}

function readingOf(task: Document): DataReading | null {
  const known = taskNamed(task['name'] as TaskSettings['name'])
  return known.data?.({ ...defaultsOf(known.settings), ...task } as Values<Fields>) ?? null
}
