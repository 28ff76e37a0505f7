import { describe, expect, it } from 'vitest'
import { partsOf, sourceOf, symbolLines } from './sourceLines'

describe('the source lines of a lesson', () => {
  it('are those of the product, with the comment above them and their numbers', async () => {
    const found = await sourceOf('core/cells/rnn.ts#RnnCell')
    expect(found?.lines.slice(0, 2)).toEqual([
      '/**',
      ' * The simple recurrent network, as torch.nn.RNN, with f = tanh or relu:',
    ])
    expect(found?.lines.at(-1)).toBe('}')
    const method = await sourceOf('core/cells/rnn.ts#backwardStep')
    expect(method?.lines[0]).toBe('protected backwardStep({ gradGates, dh, h, da, dhBefore }: Step): void {')
    expect(method?.lines).toHaveLength(4)
  })

  it('are none where nothing of that name comes along', async () => {
    expect(await sourceOf('core/cells/rnn.ts#noSuchName')).toBeNull()
    expect(await sourceOf('electron/main/index.ts#start')).toBeNull()
  })

  it('end where the brackets of what is declared are closed', () => {
    const source =
      'const a = 1\n\n/** B. */\nexport function b(x: { y: number }) {\n  return [x.y]\n}\nconst c = 2\n'
    expect(symbolLines(source, 'b')).toEqual({
      first: 3,
      lines: ['/** B. */', 'export function b(x: { y: number }) {', '  return [x.y]', '}'],
    })
    expect(symbolLines(source, 'c')?.lines).toEqual(['const c = 2'])
  })

  it('are told apart by kinds, and lose no character', () => {
    const line = "  const x = 1.5 // half of 'three'"
    const parts = partsOf(line, false)
    expect(parts.map(({ text }) => text).join('')).toBe(line)
    expect(parts.filter(({ kind }) => kind !== 'plain').map(({ text }) => text)).toEqual([
      ...['const', '1.5', "// half of 'three'"],
    ])
  })
})
