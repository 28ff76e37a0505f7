import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const read = (/** @type {string} */ path) => readFileSync(`${cwd}/${path}`, 'utf8')

const names = [...read('core/tasks/registry.ts').matchAll(/^import \{ (\w+) \} from '\.\/\1'$/gm)].map(
  ([, name]) => name,
)

/**
 * Where a task's name is allowed to stand: with the tasks, with their words, and in the self-test's
 * experiments.
 */
const OWN = [
  /^core\/tasks\//,
  /^renderer\/locales\/entries\./,
  /^electron\/exchange\/html\/words\.ts$/,
  /^(core\/check\/selfTest|electron\/verify)\//,
]
/** Names that are also those of something else there. */
const HOMONYMS = [
  { name: 'copy', where: /^core\/kernels\// },
  { name: 'copy', where: /^electron\/main\/(menu\/|index\.ts)/ },
  { name: 'copy', where: /^renderer\/locales\/verify\./ },
  { name: 'order', where: /^renderer\/(locales\/verify\.|features\/verify\/)/ },
  { name: 'order', where: /^renderer\/(locales|features)\/microscope/ },
  { name: 'order', where: /^renderer\/charts\/figure\/PlotLegend/ },
  { name: 'copy', where: /^renderer\/(features\/runs\/exchange|locales\/runs\.)/ },
  { name: 'copy', where: /^renderer\/features\/diagnostics\/CopyPicture/ },
  { name: 'order', where: /^renderer\/app\/App\.vue/ },
  { name: 'parity', where: /^core\/glossary\/terms/ },
  { name: 'order', where: /^core\/(contract\/)?lessons/ },
  { name: 'order', where: /^renderer\/(features|locales)\/lessons/ },
]

/** Names that are words of the code everywhere: of them only where a task is meant counts. */
const WORDS = ['text', 'series']

const sources = execFileSync('git', ['ls-files', 'core', 'electron', 'renderer'], { cwd, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(ts|vue)$/.test(path) && !/\.(test|testing)\.ts$/.test(path))
  .filter((path) => !OWN.some((own) => own.test(path)))

it('every task is found in the registry', () => {
  expect(names.length).toBeGreaterThanOrEqual(7)
})

it.each(names)('%s is named by no source file but its own, the registry and its words', (name) => {
  const mention = WORDS.includes(name ?? '')
    ? new RegExp(`\\bname: '${name}'|[nN]ame === '${name}'|tasks/${name}\\b`, 'm')
    : new RegExp(`['"\`]${name}['"\`]|tasks/${name}\\b|^\\s*${name}: `, 'm')
  const places = sources.filter(
    (path) =>
      mention.test(read(path)) && !HOMONYMS.some((other) => other.name === name && other.where.test(path)),
  )
  expect(places).toEqual([])
})
