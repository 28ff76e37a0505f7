import { reason } from '../../core/contract/reasons'
import { fail, succeed, type Result } from '../../core/contract/result'
import { showPath, showText } from '../../core/text/foreign'
import { fileReason, replaceFile } from '../store/files'
import { mergeProgress } from './mergeProgress'
import { parseProgress, PROGRESS_FORMAT, writeProgress, type ProgressStore } from './progressFile'

/** How progress goes to another computer, and is taken in there. */
export interface ProgressTransfer {
  /** Writes all that was done where the person says; null where that is nowhere. */
  saveProgress(): Promise<Result<{ path: string | null }>>
  /** Takes in what a file from another computer has. Refused whole, or taken whole. */
  takeProgress(file: string, bytes: Uint8Array): Promise<Result<{ numTaken: number }>>
}

export interface TransferParts {
  load(): Promise<ProgressStore>
  /** Asks the person where something is written, offering a name. */
  askWhere(offered: { readonly name: string; readonly ending: string }): Promise<string | null>
  hasRun(runId: string): boolean
  /** Something was taken in. */
  taken(): void
}

export function createProgressTransfer({ load, askWhere, hasRun, taken }: TransferParts): ProgressTransfer {
  return {
    async saveProgress() {
      const { progress } = await load()
      const path = await askWhere({ name: 'unroll-progress.json', ending: '.json' })
      if (path === null) return succeed({ path })
      try {
        await replaceFile(path, writeProgress(progress))
        return succeed({ path })
      } catch (error) {
        const why = reason('cannotWrite', { path: showPath(path), why: fileReason(error) })
        return fail('unreadableFile', why)
      }
    },
    async takeProgress(file, bytes) {
      const read = parseProgress(bytes)
      if (!read.ok) {
        const form = { form: Number(read.why), expected: PROGRESS_FORMAT }
        const why = typeof read.why === 'number' ? reason('progressForm', form) : read.why
        return fail('unreadableFile', reason('progressRefused', { path: showText(file), why }))
      }
      const progress = await load()
      const numTaken = mergeProgress(progress.progress, read.progress, hasRun)
      await progress.save()
      taken()
      return succeed({ numTaken })
    },
  }
}
