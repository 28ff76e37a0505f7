import { describe, expect, it } from 'vitest'
import { en } from './en'
import { zhCN } from './zh-CN'

type Text = readonly [key: string, text: string]

function leaves(node: unknown, path = ''): Text[] {
  if (typeof node === 'string') return [[path, node]]
  return Object.entries(node as Record<string, unknown>).flatMap(([key, child]) =>
    leaves(child, path ? `${path}.${key}` : key),
  )
}

const english = leaves(en)
const chinese = leaves(zhCN)
/** Of the words alone, not of the names of what is filled in. */
const withWord = (texts: readonly Text[], word: RegExp) =>
  texts.filter(([, text]) => word.test(text.replace(/\{\w+\}/g, '{}')))

describe('the window’s English', () => {
  it.each([
    ['color, not colour', /colour/i],
    [
      'initialization and optimizer, not with s',
      /[a-z](is|ys)(ation|ed|er|ing|e)\b(?<!(rais|exerc|pass|wis|prom|no)\w*)/i,
    ],
    ['no British towards', /\btowards\b/],
    ['set aside, not put aside', /put aside/i],
    ['reverse is the direction of a layer, backward the pass', /layer.*backward/i],
    ['clipped or truncated, not cut', /\bcut\b/i],
    ['closed, not shut', /\bshut\b/i],
    ['output layer, not head', /\bthe head\b/i],
    ['principal components, not a plane', /\bplane\b/i],
    ['an update, not a step, changes a weight', /∥step∥|step \/ weight/],
    ['displayed value, not the number shown', /number shown/],
    ['computed, not made, nor made once more', /\bmade\b/],
    ['the baseline is that of the best constant guess', /trivial guess/],
    ['no space before %', /\s%/],
    ['straight quotes and three dots are typed ’ “ ” …', /['"]|\.\.\./],
  ])('says %s', (_, word) => {
    expect(withWord(english, word)).toEqual([])
  })

  it('has a singular where it counts with a plural', () => {
    const counting = withWord(english, /\{\} (updates|steps|units|layers|terms|sequences)\b/)
    expect(counting.length).toBeGreaterThan(0)
    expect(counting.filter(([, text]) => !text.includes(' | '))).toEqual([])
  })
})

describe('the window’s Chinese', () => {
  it.each([
    [
      '梯度截断 for clipping; 裁剪 is given once, in the help',
      /裁剪/,
      ['fields.clip.mode.help', 'readouts.clippedTitle'],
    ],
    [
      '在此截断 names BPTT, since 梯度截断 is clipping',
      /^梯度截断$/,
      ['fields.clip.mode.label', 'form.groups.clip', 'microscope.phases.clip'],
    ],
    ['步长 neither for an update nor a learning rate', /步长/],
    ['内部状态, not 细胞', /细胞/],
    ['候选状态 is no 门', /门 (g|n)\b/],
    ['逆序 for the direction of a layer; 反向 is the pass', /层，反向|逆向/],
    ['损失, not loss', /\bloss\b/i],
    ['主成分, not 分量 or 拟合坐标轴', /分量|拟合|坐标轴/],
    ['显示值, not 所示的数', /所示/],
    ['算出, not 得到它的', /得到它的/],
    ['截断窗口, where it is one of BPTT', /不在窗口/],
    ['需要记住, not 须记住', /须记住/],
    ['训练, not 运行, for what a run is', /(当前|一次|整次|一个|各次|结束|的)运行|运行(已|结束|中|本身)/],
    ['no space before %', /\s%/],
    [
      'punctuation of full width between its words',
      /[\p{Script=Han}][,:;!?]|[,:;!?][\p{Script=Han}]|, (?!.*[a-z])/u,
    ],
    ['quotes and dots as Chinese writes them', /['"]|\.\.\.|(?<!…)…(?!…)/],
    [
      'no word left untranslated, but in what is typed',
      /\b(update|step|gradient|state|cell|gate)s?\b/i,
      ['runs.filterHint', 'runs.filterHelp'],
    ],
  ] as [string, RegExp, string[]?][])('says %s', (_, word, except = []) => {
    const found = withWord(chinese, word).filter(([key]) => !except.includes(key))
    expect(found).toEqual([])
  })
})

it('the Chinese lessons say 训练, never 运行, for a run and for what it does', () => {
  const lessons = import.meta.glob<string>('../../lessons/**/*.zh-CN.lesson.md', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  expect(Object.keys(lessons).length).toBeGreaterThan(8)
  expect(Object.entries(lessons).filter(([, text]) => text.includes('运行'))).toEqual([])
})

describe('every text', () => {
  const sources = Object.values(
    import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../locales/*', '!../**/*.t*t*.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).join('\n')
  /** Keys as they stand in the sources, with .+ for what is filled in. */
  const used = [...sources.matchAll(/[`'"](\w[\w-]*(?:\.(?:\w|[-.]|\$\{[^}]*\})+)+)[`'"]/g)].map(
    ([, key]) => new RegExp(`^${key!.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`),
  )

  it('is shown somewhere', () => {
    expect(english.map(([key]) => key).filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual(
      [],
    )
  })
})
