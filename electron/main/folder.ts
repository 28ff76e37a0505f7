import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Why nothing can be stored in a folder, in the file system's words, or null. Makes the folder if there is
 * none.
 */
export function whyUnwritable(folder: string): string | null {
  try {
    makeFolder(folder)
    rmdirSync(mkdtempSync(join(folder, '.unroll-')))
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * As `mkdirSync` does with `recursive`, which never returns where the file system has no place for a folder.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}
