import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const eslint = new ESLint({ cwd, ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/') })

/** What the linter says of a file of this text.
 * @param {string} filePath
 * @param {string} code */
async function complaints(filePath, code) {
  const [result] = await eslint.lintText(code, { filePath })
  return result?.messages.map(({ message }) => message) ?? []
}

describe('a module imports only what the table allows', () => {
  it.each([
    ['core/math/columns.ts', "import '../nn/model'"],
    ['core/math/columns.ts', "import './../nn/model'"],
    ['core/math/columns.ts', "export * from '../math/../nn/model'"],
    ['core/math/columns.ts', "void import('../nn/model')"],
    ['core/math/columns.ts', "import type { Model } from '../nn/model'"],
    ['core/math/columns.ts', "import './../../electron/worker/worker'"],
    ['core/math/columns.ts', "import 'node:fs'"],
    ['core/math/columns.ts', "import 'zod'"],
    ['core/contract/run.ts', "import '../train/train'"],
    ['electron/worker/session.ts', "import '../runs/run'"],
    ['electron/worker/session.ts', "import 'electron'"],
    ['electron/preload/index.ts', "import '../../core/train/train'"],
    ['renderer/app/App.vue', '<script setup lang="ts">\nimport \'../../electron/main/index\'\n</script>'],
    ['renderer/ui/AppIcon.vue', '<script setup lang="ts">\nimport \'../stores/run\'\n</script>'],
    ['renderer/charts/plot/plotLink.ts', "import '../../features/lab/useShownTask'"],
    ['renderer/charts/data/track.ts', "import '../lines/linePoints'"],
    ['renderer/features/microscope/viewport.ts', "import '../lab/useShownTask'"],
    ['renderer/stores/run.ts', "import '../../core/train/train'"],
    ['e2e/app.ts', "import '../electron/main/index'"],
  ])('%s: %s is refused', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringMatching(/^[\w/]+ may import /)])
  })

  it('what it allows passes', async () => {
    expect(await complaints('core/nn/model.ts', "import '../cells/cell'\nimport './layer'")).toEqual([])
    expect(await complaints('electron/worker/spawn.ts', "import './worker?nodeWorker'")).toEqual([])
  })

  it('a file that belongs to no module is refused', async () => {
    expect(await complaints('renderer/stray.ts', 'export {}')).toHaveLength(1)
  })
})

it('the README’s table has every module, by itself or with the others of its folder', async () => {
  const { settings } = await eslint.calculateConfigForFile('core/math/columns.ts')
  /** @type {{ type: string }[]} */
  const elements = settings['boundaries/elements']
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = [...readme.matchAll(/^\| `((?:core|electron|renderer|e2e)[^`]*)` \|/gm)].map(
    ([, row = '']) => row,
  )
  /** @param {string} row @param {string} name */
  const holds = (row, name) => name === row || name.startsWith(`${row}/`)
  expect(elements.filter(({ type }) => !rows.some((row) => holds(row, type)))).toEqual([])
  expect(rows.filter((row) => !elements.some(({ type }) => holds(row, type)))).toEqual([])
})
