import type { Reason } from '../../core/contract/reasons'
import type { Trainer } from '../../core/train/trainer'
import type { StoredRun } from '../store/runFolder'
import type { ChartOptions } from './charts/chartOptions'

/** What a file is made of, one after the other. */
export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** A file of a folder that is written. */
export interface OutputFile {
  readonly name: string
  readonly pieces: Pieces
}

/** What is exported. */
export interface ExportSource {
  readonly stored: StoredRun
  /** After so many updates weights are taken. @default where the newest checkpoint is */
  readonly update: number | undefined
  /** What a chart shows. */
  readonly chart: ChartOptions
  /** Hears of what is missing or damaged and does not stand in the way. */
  tell(what: Reason): void
  /**
   * The run as it stood after the updates that were asked for, or at its newest checkpoint.
   * @throws {StoreError} if it has not made them, or cannot be brought there.
   */
  trainer(): Promise<Trainer>
}

/** What can be asked for besides the format. */
export type ExportOption =
  'update' | 'chart' | 'size' | 'scale' | 'theme' | 'language' | 'caption' | 'settings'

interface Described {
  /** What it is, for a list of formats. */
  readonly summary: string
  /** What can be asked for. */
  readonly options: readonly ExportOption[]
}

/** A format that is one file. */
export interface FileFormat extends Described {
  readonly makes: 'file'
  /** Whether it is short text, which is printed where no file is named. @default false */
  readonly isPrintable?: boolean
  write(source: ExportSource): Pieces
}

/** A format that is a folder of files, each with a name of its own. */
export interface FolderFormat extends Described {
  readonly makes: 'folder'
  write(source: ExportSource): Iterable<OutputFile> | AsyncIterable<OutputFile>
}

export type ExportFormat = FileFormat | FolderFormat
