import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabApp } from './app'
import { expect, test } from './fixtures'
import { matrixOf, open, stepSlider, press, readAll } from './microscopeKeys'

type Json = number | string | readonly Json[] | { readonly [key: string]: Json }
/** A number of a file with the way to it: `outputs`, `dx`, 1, 2, 3. */
interface Leaf {
  readonly path: readonly (string | number)[]
  readonly value: number
}

const folder = join(import.meta.dirname, '../core/homework/reference')
const part2 = JSON.parse(readFileSync(join(folder, 'part2_cell_backward.json'), 'utf8')) as Json
const part4 = JSON.parse(readFileSync(join(folder, 'part4_backward.json'), 'utf8')) as Json

function leaves(json: Json, path: Leaf['path'] = []): Leaf[] {
  if (typeof json === 'string') return []
  if (typeof json === 'number') return [{ path, value: json }]
  if (json instanceof Array) return json.flatMap((inner, i) => leaves(inner, [...path, i]))
  return Object.entries(json).flatMap(([key, inner]) => leaves(inner, [...path, key]))
}

/** What the file calls a quantity, and what the screen does; with a time the third index is t. */
const names: Record<string, string | ((t: number) => string)> = {
  x: (t) => `x_${t + 1}`,
  xt: (t) => `x_${t + 1}`,
  a0: 'a_0',
  a_prev: (t) => `a_${t}`,
  da: (t) => `da[:, :, ${t}]`,
  da_next: (t) => `da[:, :, ${t}]`,
  a: (t) => `a_${t + 1}`,
  a_next: (t) => `a_${t + 1}`,
  y_pred: (t) => `y_pred_${t + 1}`,
  yt_pred: (t) => `y_pred_${t + 1}`,
  dx: (t) => `dx_${t + 1}`,
  dxt: (t) => `dx_${t + 1}`,
  da0: 'da_0',
  da_prev: 'da_0',
  b_unused: 'b (drawn, never used)',
}
const columns = new Set(['ba', 'by', 'dba', 'b_unused'])

/** The element's name on the screen; null for what is no number of a matrix. */
function shownAs(path: Leaf['path']): string | null {
  const keys = path.filter((key) => typeof key === 'string')
  const last = keys.at(-1) ?? ''
  // `printed` and `picked` have the element in the name: dx[1][2], by t; dba[4], of one column.
  const inName = [...last.matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index))
  const name = last.replace(/\[.*/, '')
  if (last.endsWith('.shape')) return null
  const numbers = path.filter((key) => typeof key === 'number')
  const cached = keys.includes('caches') ? numbers.shift() : undefined
  const [row = 0, col = 0, time = 0] = [
    ...inName,
    ...(columns.has(name) && inName.length ? [0] : []),
    ...numbers,
  ]
  const shown = names[name] ?? name
  const whole = typeof shown === 'string' ? shown : shown(cached ?? time)
  return columns.has(name) ? `${whole}[${row}]` : `${whole}[${row},${col}]`
}

/** Walks an opened part by Page Down to its end, reading every matrix that a file has a number of. */
async function readWalk(app: LabApp, file: Json): Promise<Map<string, number>> {
  const wanted = new Set(leaves(file).map(({ path }) => matrixOf(shownAs(path) ?? '')))
  const found = new Map<string, number>()
  for (;;) {
    await readAll(app, wanted, found)
    const slider = stepSlider(app)
    const [now, end] = [await slider.inputValue(), await slider.getAttribute('max')]
    if (now === end) return found
    await press(app, 'PageDown')
    await expect(slider).not.toHaveValue(now)
  }
}

/** The numbers of a file that are not on the screen, or not the same there; and how many were compared. */
function compare(file: Json, shown: ReadonlyMap<string, number>): { compared: number; wrong: string[] } {
  const wrong: string[] = []
  let compared = 0
  for (const { path, value } of leaves(file)) {
    const name = shownAs(path)
    if (name === null) continue
    compared++
    const error = Math.abs((shown.get(name) ?? NaN) - value)
    if (!(error <= 1e-12 * Math.max(1, Math.abs(value)))) {
      wrong.push(`${path.join('.')} is ${value}; ${name} is ${String(shown.get(name))}`)
    }
  }
  return { compared, wrong }
}

test('every number of part 4 is reached by keyboard alone and equals the file', async ({ app }) => {
  test.setTimeout(360_000)
  await open(app, 'Homework part 4: a sequence')
  const shown = await readWalk(app, part4)
  const { compared, wrong } = compare(part4, shown)
  expect(wrong).toEqual([])
  // All but the printed shapes, which say how many numbers there are.
  const shapes = leaves(part4).filter(({ path }) => String(path.at(-2)).endsWith('.shape'))
  expect(compared).toBe(leaves(part4).length - shapes.length)
  expect(compared).toBe(1450)
  const { printed } = part4 as { printed: Record<string, readonly number[]> }
  const beginnings = { dx: 'dx_', da0: 'da_0[', dWax: 'dWax[', dWaa: 'dWaa[', dba: 'dba[' }
  for (const [name, beginning] of Object.entries(beginnings)) {
    const elements = [...shown.keys()].filter((key) => key.startsWith(beginning))
    expect(elements).toHaveLength(printed[`${name}.shape`]!.reduce((product, size) => product * size))
  }
})

for (const [name, variant, own] of [
  ['values printed in the handout', 'as_printed', ['printed_in_homework']],
  ['values its code gives', 'as_written', []],
] as const) {
  test(`every number of part 2, the ${name}, is reached by keyboard alone and equals the file`, async ({
    app,
  }) => {
    test.setTimeout(180_000)
    await open(app, `Homework part 2: ${name}`)
    const whole = part2 as Record<string, Json>
    const keys = [variant, ...own]
    const shown = await readWalk(
      app,
      keys.map((key) => whole[key]!),
    )
    for (const key of keys) {
      const { compared, wrong } = compare(whole[key]!, shown)
      // The homework prints one of them with eight decimals.
      expect(wrong.filter((text) => !text.startsWith('dba[4].0 is 0.80517166;'))).toEqual([])
      expect(compared).toBe(leaves(whole[key]!).length)
    }
  })
}
