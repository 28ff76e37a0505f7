import { createHash } from 'node:crypto'
import { link, rm } from 'node:fs/promises'
import type { Holder } from './lockHolder'
import { holderIn, textOf } from './lockHolder'

/*
 * A lock whose process is gone is replaced by one of many who want it. None may take it away by its name alone:
 * between the look and the act another one may have put a living lock there. So the right to replace it is a
 * file too, the claim, named after what stands in the stale lock: one of many makes that link, and nobody
 * without it touches the lock. The claim of a process that is gone is replaced in the same way, by a claim that
 * is named after it.
 */

/** What came of it: the files of the right to replace the lock, a process that lives, or that all is changed. */
export type Claim = { claims: readonly string[] } | { holder: Holder } | 'changed'

/** Claims the lock at `path`, whose process is gone, for who is named in the file `own`. */
export async function claimStale(path: string, own: string): Promise<Claim> {
  const seen: { file: string; text: string }[] = []
  const claims: string[] = []
  for (let file = path; ; file = claims.at(-1)!) {
    const text = await textOf(file)
    if (text === null) return 'changed'
    const holder = await holderIn(file, text)
    if (holder) return { holder }
    seen.push({ file, text })
    claims.push(`${path}.${digestOf(file + text)}`)
    if (await isLinked(own, claims.at(-1)!)) break
  }
  // It may have been replaced before it was claimed; from here on it cannot be.
  for (const { file, text } of seen) {
    if ((await textOf(file)) !== text || (await holderIn(file, text)) !== null) {
      await rm(claims.at(-1)!, { force: true })
      return 'changed'
    }
  }
  return { claims }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Whether a file got another name as well; false where something else has that name. */
export async function isLinked(file: string, name: string): Promise<boolean> {
  try {
    await link(file, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
