import { showText } from '../text/foreign'
import { z } from '../experiment/zod'
import { readFence, schemaProblems } from './blocks'
import { digestOf } from './digest'
import { readTranslatedFront } from './frontMatter'
import type { Block, BlockKind, Lesson, LessonProblem, Step } from './lesson'
import { MOST_CHARACTERS } from './lesson'
import { blockKinds } from './schema'
import { outlineOf, type Fence, type Section } from './sections'
import { termLinkProblems } from './termLinks'

/** A lesson in another language. */
export interface Translation {
  /** The whole lesson; what is not translated stands in the base language. */
  readonly lesson: Lesson
  /** Steps whose base text has changed since they were translated. */
  readonly stale: readonly string[]
  /** Steps that are not translated. */
  readonly missing: readonly string[]
}

export type ParsedTranslation =
  | { readonly ok: true; readonly translation: Translation }
  | { readonly ok: false; readonly problems: readonly LessonProblem[] }

const text = z.string({ error: 'expected a text' }).min(1, { error: 'expected a text' })
const id = z.string({ error: 'expected the id of the base file' })
const none = z.strictObject({})

/** The words of each block; what holds no words stands empty, where its place among the prose is. */
const wordSchemas = {
  run: none,
  figure: none,
  code: none,
  predict: z.strictObject({
    id,
    ask: text,
    options: z.array(text, { error: 'expected a list of texts' }).optional(),
    right: text.optional(),
    wrong: text.optional(),
  }),
  choice: z.strictObject({
    id,
    ask: text,
    options: z.array(z.strictObject({ text, because: text }), { error: 'expected a list of options' }),
  }),
  check: z.strictObject({ id, hint: text.optional() }),
  write: z.strictObject({ id, ask: text }),
} as const satisfies Record<BlockKind, z.ZodType>

/**
 * Reads a translation beside its lesson: title and prose of the steps under the same ids, and the words of
 * the blocks in the same order.
 */
export function parseTranslation(source: string, base: Lesson): ParsedTranslation {
  if (source.length > MOST_CHARACTERS) {
    return {
      ok: false,
      problems: [{ line: 1, text: `the file has more than ${MOST_CHARACTERS} characters` }],
    }
  }
  const outline = outlineOf(source, blockKinds)
  const problems = [...outline.problems, ...termLinkProblems(source)]
  const front = readTranslatedFront(outline.front, base, problems)
  const sections = sectionsById(outline.sections, base, problems)
  const steps = base.steps.map((step) => {
    const section = sections.get(step.id)
    return section ? translated(step, section, problems) : step
  })
  if (problems.length > 0) return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) }
  return {
    ok: true,
    translation: {
      lesson: { ...base, ...front, steps },
      stale: base.steps.filter((step) => isStale(step, sections.get(step.id))).map((step) => step.id),
      missing: base.steps.filter((step) => !sections.has(step.id)).map((step) => step.id),
    },
  }
}

function sectionsById(sections: readonly Section[], base: Lesson, problems: LessonProblem[]) {
  const known = new Map<string, Section>()
  for (const section of sections) {
    const { id: named, title, line } = section
    if (!base.steps.some((step) => step.id === named)) {
      const what =
        named === '' ? `the step ${showText(title)} has no id` : `there is no step ${showText(named)}`
      problems.push({
        line,
        text: `${what}: expected ## Title {#id} with an id of the file that this translates`,
      })
    } else if (known.has(named)) problems.push({ line, text: `the step ${named} stands twice` })
    else known.set(named, section)
  }
  return known
}

/** The step in the translation's words. Adds to `problems` what does not belong to it. */
function translated(step: Step, section: Section, problems: LessonProblem[]): Step {
  const originals = step.blocks.filter((block) => block.kind !== 'prose')
  const fences = section.segments.flatMap(({ fence }) => fence ?? [])
  const [kinds, expected] = [fences.map(({ kind }) => kind), originals.map(({ kind }) => kind)]
  if (kinds.join() !== expected.join()) {
    const differing = fences[kinds.findIndex((kind, i) => kind !== expected[i])]
    problems.push({
      line: differing?.line ?? section.line,
      text: `the step ${step.id} has the blocks ${list(kinds)}: expected ${list(expected)}, as in the file that this translates`,
    })
    return step
  }
  let next = 0
  const blocks = section.segments.map(({ prose, fence }): Block =>
    prose ? { kind: 'prose', ...prose } : withWords(originals[next++]!, fence!, problems),
  )
  return { ...step, title: section.title, blocks }
}

const list = (kinds: readonly string[]) => (kinds.length === 0 ? 'none' : kinds.join(', '))

type Original = Exclude<Block, { kind: 'prose' }>

function withWords(original: Original, fence: Fence, problems: LessonProblem[]): Original {
  if (fence.text.trim() === '') return original
  const json = readFence(fence, problems)
  if (!json) return original
  const parsed = wordSchemas[original.kind].safeParse(json.value)
  if (!parsed.success) {
    problems.push(...schemaProblems(original.kind, parsed.error.issues, json))
    return original
  }
  const words = parsed.data as { id?: string; options?: readonly (string | object)[] }
  const of = 'id' in original ? original.id : undefined
  const expect = (key: string, told: string) =>
    problems.push({ line: json.lineOf([key]), text: `${original.kind}.${key} ${told}` })
  if (words.id !== undefined && words.id !== of) expect('id', `is ${showText(words.id)}: expected ${of}`)
  const options = 'options' in original ? original.options : undefined
  if (words.options && words.options.length !== options?.length) {
    expect('options', `has ${words.options.length} options: expected ${options?.length ?? 'none'}`)
    return original
  }
  if (original.kind !== 'choice') return { ...original, ...words } as Original
  const translatedOptions = original.options.map((option, i) => ({
    ...option,
    ...(words.options![i] as object),
  }))
  return { ...original, ...words, options: translatedOptions } as Original
}

/** The digest of a step's words, by which a translation says what it was made of: `{#id of=digest}`. */
export function stepDigest({ title, blocks }: Step): string {
  return digestOf([title, ...blocks.map(wordsOf)].join('\n'))
}

function wordsOf(block: Block): string {
  switch (block.kind) {
    case 'prose':
      return block.markdown
    case 'predict':
      return [block.ask, ...(block.options ?? []), block.right ?? '', block.wrong ?? ''].join('\n')
    case 'choice':
      return [block.ask, ...block.options.flatMap((option) => [option.text, option.because])].join('\n')
    case 'check':
      return block.hint ?? ''
    case 'write':
      return block.ask
    default:
      return ''
  }
}

function isStale(step: Step, section: Section | undefined): boolean {
  return section !== undefined && section.of !== '' && section.of !== stepDigest(step)
}
