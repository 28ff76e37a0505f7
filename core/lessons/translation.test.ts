import { describe, expect, it } from 'vitest'
import { parseLesson } from './parse'
import { parseTranslation, stepDigest } from './translation'

const base = `---
unroll-lesson: 1
id: first
version: 1
language: en
languages: en, zh-CN
title: First
minutes: 5
---
## One {#one}

Before.

\`\`\`run
{ "experiment": { "task": { "name": "adding" }, "model": { "cell": "gru" } } }
\`\`\`

\`\`\`predict
{ "id": "p", "type": "choice", "ask": "Which?", "options": ["a", "b"], "answer": 1, "right": "Yes." }
\`\`\`

## Two {#two}

Text.
`

const front = `---
unroll-lesson: 1
id: first
language: zh-CN
title: 第一课
---
`
const predict = '```predict\n{ "id": "p", "ask": "哪个？", "options": ["甲", "乙"] }\n```\n'
const whole = `${front}## 一 {#one}\n\n之前。\n\n\`\`\`run\n\`\`\`\n\n${predict}\n## 二 {#two}\n\n文字。\n`

function lessonOf(text: string) {
  const parsed = parseLesson(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.lesson
}
const english = lessonOf(base)

function translated(text: string) {
  const parsed = parseTranslation(text, english)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.translation
}
function problemsOf(text: string) {
  const parsed = parseTranslation(text, english)
  return parsed.ok ? '' : parsed.problems.map((problem) => `${problem.line}: ${problem.text}`).join('\n')
}

describe('a translation', () => {
  it('holds words alone: what is asked and run is that of the base file', () => {
    const { lesson, missing, stale } = translated(whole)
    expect([missing, stale]).toEqual([[], []])
    expect(lesson).toMatchObject({ title: '第一课', language: 'zh-CN', minutes: 5 })
    const [prose, run, question] = lesson.steps[0]!.blocks
    expect(prose).toMatchObject({ markdown: '之前。' })
    expect(run).toEqual(english.steps[0]!.blocks[1])
    expect(question).toMatchObject({ ask: '哪个？', options: ['甲', '乙'], answer: 1, right: 'Yes.' })
  })

  it('names steps that are missing, which stay in the base language', () => {
    const { lesson, missing } = translated(whole.slice(0, whole.indexOf('## 二')))
    expect(missing).toEqual(['two'])
    expect(lesson.steps[1]!.title).toBe('Two')
  })

  it('names steps whose words have changed since, and not those whose lines are broken elsewhere', () => {
    const marked = whole.replace('{#two}', `{#two of=${stepDigest(english.steps[1]!)}}`)
    expect(translated(marked).stale).toEqual([])
    const staleIn = (text: string) => {
      const parsed = parseTranslation(marked, lessonOf(text))
      return parsed.ok && parsed.translation.stale
    }
    expect(staleIn(base.replace('Text.', 'Other text.'))).toEqual(['two'])
    expect(staleIn(base.replace('## Two {#two}\n\nText.', '## Two {#two}\n\n\nText.\n'))).toEqual([])
  })

  it.each([
    ['of another lesson', whole.replace('id: first', 'id: second'), '3: id is "second": expected first'],
    [
      'into a language that is not declared',
      whole.replace('zh-CN', 'fr'),
      '4: language is "fr": expected one of zh-CN',
    ],
    ['of a step that is not there', whole.replace('{#two}', '{#three}'), '18: there is no step three'],
    [
      'without one of the blocks',
      whole.replace('```run\n```\n', ''),
      'the step one has the blocks predict: expected run, predict',
    ],
    [
      'with an answer of its own',
      whole.replace('"ask"', '"answer": 0, "ask"'),
      '15: predict has no key answer',
    ],
    ['with fewer options', whole.replace(', "乙"', ''), '15: predict.options has 1 options: expected 2'],
    ['under another id', whole.replace('"id": "p"', '"id": "q"'), '15: predict.id is q: expected p'],
  ])('is refused %s', (_, text, expected) => {
    expect(problemsOf(text)).toContain(expected)
  })
})
