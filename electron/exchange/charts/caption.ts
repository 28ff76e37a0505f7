import type { Experiment } from '../../../core/experiment/experiment'
import { withoutDefaults } from '../../../core/experiment/withoutDefaults'

/** A line under a chart has this size, in CSS pixels. */
export const CAPTION = { size: 11, line: 16 }

/** About how wide a character is: one of Chinese is as wide as it is high, one of Latin about half of that. */
const widthOfOne = (character: string) => CAPTION.size * (character.charCodeAt(0) > 0x2e7f ? 1 : 0.56)
/** About how wide a text is under a chart, in CSS pixels. */
export const widthOf = (text: string) => [...text].reduce((sum, character) => sum + widthOfOne(character), 0)

/** A text in lines of at most so many CSS pixels, broken where a space or a Chinese character allows it. */
export function inLines(text: string, width: number): string[] {
  const lines: string[] = []
  let [line, taken] = ['', 0]
  const close = () => {
    if (line.trim() !== '') lines.push(line.trim())
    ;[line, taken] = ['', 0]
  }
  for (const word of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
    if (taken + widthOf(word) > width) close()
    // A word that is longer than a line is broken anywhere.
    for (const character of word) {
      if (taken + widthOf(character) > width) close()
      line += character
      taken += widthOf(character)
    }
  }
  close()
  return lines
}

/** The settings of an experiment that are not the defaults, in the names of its fields. */
export function settingsLine(experiment: Experiment): string {
  const { task, ...groups } = withoutDefaults(experiment) as unknown as Record<
    string,
    Record<string, unknown>
  >
  const { name, ...fields } = task!
  const entries = [['task', name], ...[fields, ...Object.values(groups)].flatMap(Object.entries)]
  return entries
    .map(([field, value]) => `${String(field)} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
}
