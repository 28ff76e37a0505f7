import { drawChart } from './charts/drawChart'
import type { ExportSource, FileFormat } from './exportFormat'

async function* pngOf(source: ExportSource): AsyncGenerator<Uint8Array> {
  let svg = ''
  for await (const part of drawChart(source)) svg += part
  // Rasterizer and fonts are megabytes, which only a picture of pixels needs.
  const { rasterize } = await import('./charts/rasterize')
  yield await rasterize(svg, source.chart.scale)
}

export const png: FileFormat = {
  ...{ makes: 'file', options: ['chart', 'size', 'scale', 'theme', 'language', 'caption', 'settings'] },
  summary: 'the same chart as pixels, two for each of --size, or as many as --scale says',
  write: pngOf,
}
