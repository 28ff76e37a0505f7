import type { ExportFormatName } from '../../../core/contract/exchange'
import type { NextStates } from '../../../core/contract/inside'
import type { Reason } from '../../../core/contract/reasons'
import type { ChartOptions } from '../charts/chartOptions'

/** What the exchange's thread is asked for. */
export type ExchangeRequest =
  | {
      readonly kind: 'export'
      /** Of the run. */
      readonly folder: string
      readonly format: ExportFormatName
      readonly out: string
      /** After so many updates weights are taken; null: where the newest checkpoint is. */
      readonly update: number | null
      /** What a chart shows; null where the format is none. */
      readonly chart: ChartOptions | null
    }
  | {
      /** States and gates of the sequence that a run would see next. */
      readonly kind: 'states'
      readonly folder: string
    }
  | {
      readonly kind: 'import'
      /** What is taken in, and what it is called where something is wrong with it. */
      readonly path: string
      readonly name: string
      /** The data folder. */
      readonly data: string
      /** Of the app. */
      readonly version: string
    }

/** What it answers. */
export type ExchangeAnswer =
  | {
      readonly ok: true
      /** The run that was taken in; null of anything else. */
      readonly runId: string | null
      readonly states?: NextStates | null
      /** What is missing, damaged or assumed, and did not stand in the way. */
      readonly told: readonly Reason[]
    }
  /** `why` is null where not what was asked for is to blame. */
  | { readonly ok: false; readonly why: Reason | null; readonly message: string }
