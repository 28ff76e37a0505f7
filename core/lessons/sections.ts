import type { LessonProblem } from './lesson'

/*
 * The outline of a lesson's file: front matter between two lines of three hyphens, steps under `## Title
 * {#id}`, and in them fenced blocks. What a fence of another language holds is prose.
 */

export interface FrontLine {
  readonly key: string
  readonly value: string
  readonly line: number
}

export interface Fence {
  readonly kind: string
  readonly text: string
  /** Of the fence itself; its text begins in the next. */
  readonly line: number
}

export interface Segment {
  /** Prose, from the line where it begins, or a block. */
  readonly prose?: { readonly markdown: string; readonly line: number }
  readonly fence?: Fence
}

export interface Section {
  readonly title: string
  /** Empty where there is none. */
  readonly id: string
  /** Of the base text that a translation was made of; empty where it names none. */
  readonly of: string
  readonly line: number
  readonly segments: readonly Segment[]
}

export interface Outline {
  readonly front: readonly FrontLine[]
  readonly sections: readonly Section[]
  readonly problems: readonly LessonProblem[]
}

const HEADING = /^## +(.*?)(?: *\{#([^\s}]*)(?: +of=([^\s}]*))? *\})? *$/

/** Splits a file into its parts; `kinds` are the words behind a fence that make it a block. */
export function outlineOf(text: string, kinds: readonly string[]): Outline {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const problems: LessonProblem[] = []
  const { front, end } = frontOf(lines, problems)
  const sections = sectionsOf(lines, end, kinds, problems)
  return { front, sections, problems }
}

function frontOf(lines: readonly string[], problems: LessonProblem[]) {
  const front: FrontLine[] = []
  if (lines[0]?.trimEnd() !== '---') {
    problems.push({ line: 1, text: 'a lesson begins with a line ---, then its front matter' })
    return { front, end: 0 }
  }
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === '---')
  if (end < 0) {
    problems.push({ line: 1, text: 'the front matter has no end: expected a second line ---' })
    return { front, end: lines.length }
  }
  for (let i = 1; i < end; i++) {
    const line = lines[i]!
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const entry = /^([A-Za-z][\w-]*):\s*(.*?)\s*$/.exec(line)
    if (entry) front.push({ key: entry[1]!, value: entry[2]!, line: i + 1 })
    else problems.push({ line: i + 1, text: 'expected key: value' })
  }
  return { front, end: end + 1 }
}

/** A section that is being read. */
interface Open {
  readonly section: Omit<Section, 'segments'>
  readonly segments: Segment[]
}

function sectionsOf(
  lines: readonly string[],
  begin: number,
  kinds: readonly string[],
  problems: LessonProblem[],
): Section[] {
  const sections: Open[] = []
  let prose: string[] = []
  let proseLine = 0

  function endProse(): void {
    const markdown = prose.join('\n').trim()
    const skipped = prose.findIndex((line) => line.trim() !== '')
    prose = []
    if (markdown === '') return
    const open = sections.at(-1)
    const line = proseLine + skipped
    if (open) open.segments.push({ prose: { markdown, line } })
    else problems.push({ line, text: 'text before the first step: expected ## Title {#id}' })
  }

  for (let i = begin; i < lines.length; i++) {
    const line = lines[i]!
    const fence = /^(`{3,}|~{3,})\s*([\w-]*)/.exec(line)
    if (fence) {
      const close = closingOf(lines, i, fence[1]!)
      if (close < 0) {
        problems.push({ line: i + 1, text: `the fence has no end: expected ${fence[1]!}` })
        break
      }
      if (kinds.includes(fence[2]!)) {
        endProse()
        const block = { kind: fence[2]!, text: lines.slice(i + 1, close).join('\n'), line: i + 1 }
        const open = sections.at(-1)
        if (open) open.segments.push({ fence: block })
        else problems.push({ line: i + 1, text: 'a block before the first step: expected ## Title {#id}' })
      } else {
        if (prose.length === 0) proseLine = i + 1
        prose.push(...lines.slice(i, close + 1))
      }
      i = close
      continue
    }
    const heading = HEADING.exec(line)
    if (heading) {
      endProse()
      const [, title = '', id = '', of = ''] = heading
      sections.push({ section: { title, id, of, line: i + 1 }, segments: [] })
      continue
    }
    if (prose.length === 0) proseLine = i + 1
    prose.push(line)
  }
  endProse()
  return sections.map(({ section, segments }) => ({ ...section, segments }))
}

function closingOf(lines: readonly string[], from: number, fence: string): number {
  const mark = fence[0]!
  return lines.findIndex((line, i) => {
    const text = line.trim()
    return i > from && text.length >= fence.length && [...text].every((character) => character === mark)
  })
}
