import { characterOf, type Vocabulary } from '../data/text'
import { describeReason, reason, type Reason } from '../contract/reasons'
import { taskNamed, type TaskSettings } from '../tasks/registry'
import { showText } from '../text/foreign'

/** A network cannot write, or not with this prompt. */
export class WritingError extends Error {
  override readonly name = 'WritingError'

  constructor(readonly reason: Reason) {
    super(describeReason(reason))
  }
}

/** The symbols that a network reads and writes one after the other, and how they stand in a line. */
export interface Alphabet {
  readonly size: number
  /** What is read first where there is no prompt, and whether that is shown. */
  readonly begin: number
  readonly isBeginShown: boolean
  /** What stands between what was given and what is written. */
  readonly gap: string
  /** @throws {WritingError} for a symbol that the network has never read. */
  read(prompt: string): number[]
  write(symbols: readonly number[]): string
}

/** Those of a task that asks for the symbol that comes next; null for another. */
export function alphabetOf(settings: TaskSettings): Alphabet | null {
  const task = taskNamed(settings.name)
  const vocabulary = task.vocabulary?.(settings)
  if (vocabulary) return ofCharacters(vocabulary)
  const written = task.writes?.(settings)
  return written ? ofNames(written) : null
}

/** Without a prompt a text begins as a line does. */
function ofCharacters(vocabulary: Vocabulary): Alphabet {
  const { text, kept, size } = vocabulary
  const known = new Map(text.characters.slice(0, kept).map((character, index) => [character, index]))
  const lineEnd = text.characters.indexOf('\n')
  return {
    size,
    begin: lineEnd >= 0 && lineEnd < kept ? lineEnd : 0,
    isBeginShown: false,
    gap: '',
    // A rare one, where there are any, stands for all others.
    read: (prompt) =>
      [...prompt].map((character) => known.get(character) ?? (size > kept ? kept : refuse(character))),
    write: (symbols) => symbols.map((index) => characterOf(vocabulary, index)).join(''),
  }
}

/** Symbols of several characters stand apart. */
function ofNames({ names, begin }: { readonly names: readonly string[]; readonly begin: number }): Alphabet {
  const isShort = names.every((name) => [...name].length === 1)
  return {
    size: names.length,
    begin,
    isBeginShown: true,
    gap: isShort ? '' : ' ',
    read(prompt) {
      const symbols = isShort ? [...prompt.replace(/\s/g, '')] : prompt.split(/\s+/).filter(Boolean)
      if (symbols.length === 0) return [begin]
      return symbols.map((name) => (names.includes(name) ? names.indexOf(name) : refuse(name)))
    },
    write: (symbols) => symbols.map((index) => names[index]).join(isShort ? '' : ' '),
  }
}

function refuse(symbol: string): never {
  throw new WritingError(reason('unreadCharacter', { character: JSON.stringify(showText(symbol)) }))
}
