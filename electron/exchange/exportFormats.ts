import type { ExportFormatName } from '../../core/contract/exchange'
import { csv } from './csv'
import { experiment } from './experiment'
import type { ExportFormat } from './exportFormat'
import { html } from './html/html'
import { json } from './json'
import { onnx } from './onnx'
import { parquet } from './parquet'
import { safetensors } from './safetensors'
import { png } from './png'
import { numpy, pytorch } from './scripts'
import { svg } from './svg'
import { tensorboard } from './tensorboard'
import { zip } from './zip'

/** Every format that a run can be written in, by its name. */
export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  ...{ csv, json, parquet, tensorboard },
  ...{ safetensors, onnx },
  ...{ numpy, pytorch },
  ...{ html, svg, png },
  ...{ experiment, zip },
}
