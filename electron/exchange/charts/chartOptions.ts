import type { ChartName } from '../../../core/contract/exchange'
import { chartNames } from '../../../core/contract/exchange'
import { showText } from '../../../core/text/foreign'
import { ExchangeError } from '../exchangeError'

/** What a chart shows, and how. */
export interface ChartOptions {
  readonly chart: ChartName
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  readonly language: 'en' | 'zh'
  /** Pixels of a PNG for each CSS pixel. */
  readonly scale: number
  /** What stands below it; none where it is empty. */
  readonly caption: string
  /** Whether the settings that are not the defaults stand below it. */
  readonly hasSettings: boolean
}

const MOST_OF_CAPTION = 500
const SIZE = { width: 800, height: 400, least: 200, most: 4000 }

/**
 * What texts say of a chart, by the names of the options.
 * @throws {StoreError} naming the option, its value and what was expected.
 */
export function chartOptions(values: ReadonlyMap<string, string>): ChartOptions {
  return {
    chart: choiceOf(values, 'chart', chartNames),
    ...sizeOf(values.get('size')),
    theme: choiceOf(values, 'theme', ['light', 'dark']),
    language: choiceOf(values, 'language', ['en', 'zh']),
    scale: Number(choiceOf(values, 'scale', ['2', '1', '3', '4'])),
    caption: captionOf(values.get('caption') ?? ''),
    hasSettings: values.has('settings'),
  }
}

function choiceOf<C extends string>(
  values: ReadonlyMap<string, string>,
  name: string,
  choices: readonly [C, ...C[]],
): C {
  const text = values.get(name) ?? choices[0]
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  throw new ExchangeError(`--${name} is ${showText(text)}: expected one of ${choices.join(', ')}`)
}

function sizeOf(text: string | undefined): Pick<ChartOptions, 'width' | 'height'> {
  if (text === undefined) return { width: SIZE.width, height: SIZE.height }
  const [width = NaN, height = NaN] = (/^(\d{1,5})x(\d{1,5})$/.exec(text) ?? []).slice(1).map(Number)
  const fits = (extent: number) => extent >= SIZE.least && extent <= SIZE.most
  if (fits(width) && fits(height)) return { width, height }
  throw new ExchangeError(
    `--size is ${showText(text)}: expected width x height, such as 800x400, each from ${SIZE.least} to ${SIZE.most}`,
  )
}

function captionOf(text: string): string {
  if (text.length <= MOST_OF_CAPTION) return text
  throw new ExchangeError(`--caption has ${text.length} characters: expected at most ${MOST_OF_CAPTION}`)
}
