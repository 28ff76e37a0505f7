import type { Reason } from '../../core/contract/reasons'
import type { Trainer } from '../../core/train/trainer'
import type { StoredRun } from '../store/runFolder'
import type { ChartOptions } from './charts/chartOptions'
import { chartOptions } from './charts/chartOptions'
import type { ExportFormat, ExportSource } from './exportFormat'
import { trainerAt } from './trainerAt'
import { writeOutputFile, writeOutputFolder } from './writeOutput'

export interface ExportOptions {
  /** The path of the file or folder. */
  readonly out: string
  /** Whether what is there already is replaced. */
  readonly force: boolean
  /** After so many updates weights are taken. @default where the newest checkpoint is */
  readonly update?: number | undefined
  /** What a chart shows. @default the loss */
  readonly chart?: ChartOptions | undefined
  /** Hears of what is missing or damaged and does not stand in the way. */
  tell(what: Reason): void
}

/**
 * Writes a run for other programs.
 * @throws {StoreError} if it cannot be written, or the run has not what is asked for.
 */
export async function exportRun(
  stored: StoredRun,
  format: ExportFormat,
  { out, force, update, chart, tell }: ExportOptions,
): Promise<void> {
  const source = sourceOf(stored, update, tell, chart)
  if (format.makes === 'file') await writeOutputFile(out, format.write(source), { force })
  else await writeOutputFolder(out, format.write(source), { force })
}

/** A run as formats see it. */
export function sourceOf(
  stored: StoredRun,
  update: number | undefined,
  tell: (what: Reason) => void,
  chart = chartOptions(new Map()),
): ExportSource {
  let trainer: Promise<Trainer> | null = null
  return { stored, update, chart, tell, trainer: () => (trainer ??= trainerAt(stored, update, tell)) }
}
