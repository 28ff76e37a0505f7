import { withoutDefaults } from '../../core/experiment/withoutDefaults'
import type { FileFormat } from './exportFormat'

export const experiment: FileFormat = {
  ...{ makes: 'file', options: [], isPrintable: true },
  summary: 'the experiment without its defaults, as one line of JSON; printed where --out is left out',
  write: ({ stored }) => [`${JSON.stringify(withoutDefaults(stored.experiment))}\n`],
}
