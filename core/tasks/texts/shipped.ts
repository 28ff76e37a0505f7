import { indexText, type OwnText } from '../../data/text'
import { chinese } from './chinese'
import { english } from './english'

/** The texts that come with the program. */
const texts: Readonly<Record<string, string>> = { english, chinese }

const indexed = new Map<string, OwnText>()

/** A text that comes with the program, as numbers. @default the English one */
export function shippedText(name: string): OwnText {
  const text = indexed.get(name) ?? indexText(texts[name] ?? english)
  indexed.set(name, text)
  return text
}
