import { z } from '../experiment/zod'
import { bytesSchema } from './data'

/*
 * What a run can be written as for other programs, and what is taken in.
 */

/** By the names that the command line takes. */
export const exportFormatNames = [
  ...(['csv', 'json', 'parquet', 'tensorboard'] as const),
  ...(['safetensors', 'onnx'] as const),
  ...(['numpy', 'pytorch'] as const),
  ...(['html', 'svg', 'png'] as const),
  ...(['experiment', 'zip'] as const),
] as const
export type ExportFormatName = (typeof exportFormatNames)[number]

/** Charts of what the log has of every update. */
const loggedCharts = ['loss', 'gradNorm', 'lr'] as const
export type LoggedChart = (typeof loggedCharts)[number]
/** Charts of what was observed now and then, as curves. */
const observedCharts = ['jacobian', 'verdict', 'parameters', 'gates', 'spectrum'] as const
export type ObservedChart = (typeof observedCharts)[number]

export const chartNames = [...loggedCharts, 'flow', ...observedCharts] as const
export type ChartName = (typeof chartNames)[number]

export const isLoggedChart = (chart: ChartName): chart is LoggedChart =>
  loggedCharts.some((name) => name === chart)

/** Formats that draw a chart. */
export const chartFormatNames = ['svg', 'png'] as const

/** Formats that hold weights, and can hold those after any update that the run has made. */
export const weightFormatNames = ['json', 'safetensors', 'onnx', 'numpy', 'pytorch'] as const

/** Far more than a file needs that a window takes in; larger ones are the command line's. */
export const MOST_IMPORTED_BYTES = 512 * 1024 * 1024

/** Sizes of a chart that a window offers, in CSS pixels; the first is the usual one. */
export const chartSizes = [
  { width: 800, height: 400 },
  { width: 1200, height: 600 },
  { width: 600, height: 600 },
] as const

/** What a chart shows, as a window asks for it. */
export const exportedChartSchema = z.strictObject({
  chart: z.enum(chartNames),
  theme: z.enum(['light', 'dark']),
  /** In CSS pixels. */
  width: z.int().min(200).max(4000),
  height: z.int().min(200).max(4000),
  /** Pixels of a PNG for each CSS pixel. */
  scale: z.int().min(1).max(4),
  caption: z.string().max(500),
  /** Whether the settings that are not the defaults stand below it. */
  hasSettings: z.boolean(),
})
export type ExportedChart = z.output<typeof exportedChartSchema>

export const exportRequestSchema = z.strictObject({
  runId: z.string().max(100),
  format: z.enum(exportFormatNames),
  /** What the file is called where the person says nothing else, without its ending. */
  name: z.string().min(1).max(300),
  /** After so many updates weights are taken; null: where the newest checkpoint is. */
  update: z.int().min(0).nullable(),
  chart: exportedChartSchema,
  language: z.enum(['en', 'zh']),
})
export type ExportRequest = z.output<typeof exportRequestSchema>

/** A run that is dragged out of the window, as a zip that waits in a temporary folder. */
export const packRequestSchema = z.strictObject({
  runId: z.string().max(100),
  /** What the zip is called, without its ending. */
  name: z.string().min(1).max(300),
})
export type PackRequest = z.output<typeof packRequestSchema>

/** A chart whose picture goes to the clipboard. */
export const copyChartRequestSchema = z.strictObject({
  runId: z.string().max(100),
  chart: z.enum(chartNames),
  theme: z.enum(['light', 'dark']),
  language: z.enum(['en', 'zh']),
})
export type CopyChartRequest = z.output<typeof copyChartRequestSchema>

/** Files of a folder that is taken in: a run that is kept long has some dozens. */
export const MOST_IMPORTED_FILES = 2000

/** What the files of a run's folder are called within it; what else lies there does not belong to the run. */
export const RUN_FILE =
  /^((run|experiment|notes)\.json|events\.jsonl|(log|diagnostics)\.arrows|data\/[0-9a-f]{64}|checkpoints\/\d{1,15}\.safetensors)$/

/** A run's folder that the person has dropped, whose files the window has. */
export const importFolderRequestSchema = z.strictObject({
  folder: z.string().min(1).max(255),
  files: z
    .array(
      z.strictObject({
        path: z.string().regex(RUN_FILE),
        bytes: bytesSchema,
      }),
    )
    .max(MOST_IMPORTED_FILES),
})
export type ImportFolderRequest = z.output<typeof importFolderRequestSchema>

/** A file of the person's own, whose bytes the window has. */
export const importRequestSchema = z.strictObject({
  file: z.string().min(1).max(255),
  bytes: bytesSchema,
})
