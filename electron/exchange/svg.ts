import { drawChart } from './charts/drawChart'
import type { FileFormat } from './exportFormat'

export const svg: FileFormat = {
  ...{ makes: 'file', options: ['chart', 'size', 'theme', 'language', 'caption', 'settings'] },
  summary: 'a chart as vectors, text as text: --chart, --size, --theme, --language, --caption, --settings',
  write: drawChart,
}
