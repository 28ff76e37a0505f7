import { reason, type Reason } from '../../core/contract/reasons'
import { failureOf } from '../../core/contract/result'
import { showText } from '../../core/text/foreign'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { dataOf } from '../../core/experiment/ownData'
import { MOST_DATA_BYTES, readingBytes } from '../../core/data/size'
import { isProvided, provideData } from '../../core/data/table'
import type { DataName, DataReading, ReadingOf } from '../../core/data/reading'
import type { Failure } from '../../core/contract/result'
import type { TaskSettings } from '../../core/tasks/registry'
import { useClient } from '../client/client'
import { tellDataRead } from './dataVersion'

/** Why the browser does not read a file, by the name of its error. */
const readingFaults: Readonly<Record<string, Reason>> = {
  NotFoundError: reason('noSuchFile'),
  NotReadableError: reason('permissionDenied'),
}

function inFile({ name }: File, error: unknown): Reason {
  const fault = error instanceof DOMException ? readingFaults[error.name] : undefined
  const why = fault ?? reason('words', { text: showText(String(error)) })
  return reason('inFile', { path: showText(name), why })
}

/** A large file, and about how many bytes of memory reading it takes. */
export interface LargeFile {
  readonly file: string
  readonly bytes: number
  readonly memory: number
}

const nameOf = ({ name }: File) => name.slice(-255)

/** The person's own data: taken in as files, and fetched for the experiments that name them. */
export const useOwnDataStore = defineStore('ownData', () => {
  const client = useClient()
  /** Why the last file was not taken in, or data of an experiment are not there. */
  const failure = shallowRef<Failure | null>(null)
  const isReading = shallowRef(false)
  /** The last file that was taken in, where it is large: what reading it takes of memory, told before. */
  const large = shallowRef<LargeFile | null>(null)

  /** Fetches the data that a task needs, unless they are here. Resolves with whether it can be shown. */
  async function ensure(task: TaskSettings): Promise<boolean> {
    const reading = dataOf(task)
    if (reading === null || isProvided(reading)) return true
    return fetch(reading)
  }

  async function fetch(reading: DataReading): Promise<boolean> {
    const result = await client.request['data:get']({ reading })
    if (!result.ok) {
      failure.value = result.error
      return false
    }
    provideData(reading, result.value)
    tellDataRead()
    return true
  }

  /** Takes in a file; null where it is refused, see `failure`. */
  async function take(reading: ReadingOf, file: File): Promise<DataName | null> {
    failure.value = null
    large.value = null
    if (file.size > MOST_DATA_BYTES) {
      const size = { name: showText(file.name), bytes: file.size, most: MOST_DATA_BYTES }
      failure.value = failureOf('unreadableFile', reason('hasBytes', size))
      return null
    }
    isReading.value = true
    const memory = readingBytes(reading.kind, file.size)
    if (memory !== null) large.value = { file: nameOf(file), bytes: file.size, memory }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      const result = await client.request['data:take']({ reading, file: nameOf(file), bytes })
      if (result.ok) return (await fetch({ ...reading, ...result.value })) ? result.value : null
      failure.value = result.error
      return null
    } catch (error) {
      // A file may have gone since it was chosen.
      failure.value = failureOf('unreadableFile', inFile(file, error))
      return null
    } finally {
      isReading.value = false
    }
  }

  return { failure, isReading, large, ensure, take }
})
