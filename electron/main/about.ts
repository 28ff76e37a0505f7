import { cpus, totalmem } from 'node:os'
import { arenas } from '../../core/kernels/simd/arena'
import { tryWideTiles } from '../../core/kernels/simd/tiles'
import type { ReplyOf, Settings } from '../../core/contract/ipc'
import { knowsAvxRevectorization } from '../worker/avxRevectorization'
import { menuWords } from './menu/words'

/** What About says and what can be copied of it. */
export interface Engine extends ReplyOf<'app:info'> {
  readonly v8: string
  readonly processor: string
  /** Bytes. */
  readonly memory: number
  /** Whether the kernels compute with registers of 256 bits here, or else of 128. */
  readonly isWide: boolean
}

/** The engine that the app runs in, and the machine. Finding out about the registers takes up to 100 ms. */
export function engineHere(info: ReplyOf<'app:info'>): Engine {
  return {
    ...info,
    v8: process.versions.v8,
    processor: cpus()[0]?.model ?? '',
    memory: totalmem(),
    isWide: knowsAvxRevectorization && tryWideTiles(arenas.float64, () => performance.now()),
  }
}

/** The lines of About, in the window's language. */
export function aboutLines(engine: Engine, locale: Settings['locale']): string {
  const words = menuWords[locale]
  return [
    `Electron ${engine.electron}, Chromium ${engine.chrome}, Node.js ${engine.node}, V8 ${engine.v8}`,
    engine.platform,
    `${engine.processor}, ${(engine.memory / 2 ** 30).toFixed(1)} GiB`,
    engine.isWide ? words.wideRegisters : words.narrowRegisters,
    '',
    words.licence,
  ].join('\n')
}

export interface AboutParts {
  readonly info: ReplyOf<'app:info'>
  locale(): Settings['locale']
  /** Shows a message with buttons; resolves with the index of the one that was chosen. */
  ask(message: string, detail: string, buttons: readonly string[]): Promise<number>
  copy(text: string): void
  showLicences(title: string): void
}

/** Shows About: the versions, and from it the licences of all that comes along. */
export function createAbout({ info, locale, ask, copy, showLicences }: AboutParts): () => Promise<void> {
  return async () => {
    const words = menuWords[locale()]
    const [title, lines] = [`Unroll ${info.version}`, aboutLines(engineHere(info), locale())]
    const chosen = await ask(title, lines, [words.ok, words.licences, words.copyDiagnostics])
    if (chosen === 1) showLicences(words.licences)
    if (chosen === 2) copy(`${title}\n${lines}\n`)
  }
}
