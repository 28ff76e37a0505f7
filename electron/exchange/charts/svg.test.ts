import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Window } from 'happy-dom'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartNames } from '../../../core/contract/exchange'
import { mapColumns } from '../../store/arrowLog'
import { makeFolder } from '../../store/keptRun.testing'
import type { StoredRun } from '../../store/runFolder'
import { chartOptions } from './chartOptions'
import { trained } from '../exchange.testing'
import { sourceOf } from '../exportRun'
import { svg } from '../svg'

let folder: string
let run: StoredRun

beforeAll(async () => {
  folder = await makeFolder()
  run = await trained(folder, {
    ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
    train: { batch: 4, updates: 40, threads: 1 },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function drawn(options: Record<string, string> = {}, stored = run) {
  const source = sourceOf(stored, undefined, () => undefined, chartOptions(new Map(Object.entries(options))))
  let text = ''
  for await (const piece of svg.write(source)) text += String(piece)
  const document = new new Window().DOMParser().parseFromString(text, 'image/svg+xml')
  const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent ?? '')
  return { text, document, texts }
}

describe('svg', () => {
  it('has its text as text, axes, curve and baseline, in the size that was asked for', async () => {
    const { document, texts } = await drawn({ size: '640x360' })
    expect(document.querySelector('svg')!.getAttribute('viewBox')).toBe('0 0 640 360')
    expect(texts[0]).toBe('Loss: Adding problem · GRU')
    expect(texts).toEqual(expect.arrayContaining(['update', '1', '40', 'baseline 0.167', 'smoothed', '0.1']))
    const curves = [...document.querySelectorAll('path')].filter(
      (path) => path.getAttribute('fill') === 'none',
    )
    expect(curves.map((path) => path.getAttribute('d')!.match(/[ML]/g)!.length)).toEqual([40, 40])
  })

  it('draws every number inside its frame', async () => {
    for (const chart of chartNames) {
      const { text } = await drawn({ chart })
      expect(text).not.toMatch(/NaN|Infinity|undefined/)
      // Swatches of the legend stand below it.
      const inside = text.replaceAll(/M\S+ \S+h22/g, '')
      for (const [, x, y] of inside.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(64)
        expect(Number(x)).toBeLessThanOrEqual(800)
        expect(Number(y)).toBeGreaterThanOrEqual(36)
        expect(Number(y)).toBeLessThanOrEqual(356)
      }
    }
  })

  it('leaves a gap where a loss is not finite', async () => {
    const loss = run.log.columns.loss.slice()
    loss[7] = NaN
    const columns = mapColumns((name) => (name === 'loss' ? loss : run.log.columns[name]))
    const { document } = await drawn({}, { ...run, log: { ...run.log, columns } })
    const [raw] = [...document.querySelectorAll('path')].filter(
      (path) => path.getAttribute('fill') === 'none',
    )
    expect(raw!.getAttribute('d')!.match(/M/g)).toHaveLength(2)
  })

  it('shows the gradient flow as a heatmap with its colour bar, and Chinese where it is asked for', async () => {
    const { document, texts } = await drawn({ chart: 'flow', language: 'zh', theme: 'dark' })
    expect(texts[0]).toBe('梯度流：加法 · GRU')
    expect(document.querySelectorAll('g rect').length).toBeGreaterThan(32 + 40)
    expect(document.querySelector('rect')!.getAttribute('fill')).toBe('#1a1c20')
  })

  it('has a caption and the settings that are not the defaults below it, in lines that fit', async () => {
    const caption =
      'The baseline is what one reaches who knows nothing but the mean of all answers. 中文也能换行。'
    const { document, texts } = await drawn({ caption, settings: '', size: '300x200' })
    const [, , , height] = document.querySelector('svg')!.getAttribute('viewBox')!.split(' ').map(Number)
    const lines = texts.slice(texts.indexOf('update') + 1).filter((line) => line !== 'smoothed')
    expect(lines.join(' ')).toContain(
      'task adding · seqLen 6 · cell gru · hiddenSize 3 · batch 4 · updates 40',
    )
    expect(lines.length).toBeGreaterThan(3)
    expect(height).toBe(200 + 16 * lines.length + 8)
    for (const line of lines) expect(line.length).toBeLessThan(50)
  })

  it('shows the learning rate of every update', async () => {
    const { texts, document } = await drawn({ chart: 'lr' })
    expect(texts[0]).toBe('Learning rate: Adding problem · GRU')
    expect(document.querySelectorAll('path[fill=none]')).toHaveLength(1)
  })

  it('shows what a gradient is multiplied by, with the bounds of the verdict', async () => {
    const { texts } = await drawn({ chart: 'verdict' })
    expect(texts).toEqual(expect.arrayContaining(['vanishing below 0.001', 'exploding above 10']))
    expect(texts.some((text) => /^(Vanishing|Healthy|Exploding) at update \d+$/.test(text))).toBe(true)
    expect((await drawn({ chart: 'jacobian' })).texts[0]).toMatch(/^Gradient factor per step back: /)
  })

  it('names each of many curves in a legend below the chart', async () => {
    const named = ({ texts }: { texts: string[] }) => texts.filter((text) => !text.startsWith('Observed at'))
    const parameters = await drawn({ chart: 'parameters' })
    const names = ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'].map((name) => `rnn.${name}`)
    expect(named(parameters).slice(-6)).toEqual([...names, 'head.weight', 'head.bias'])
    const [, , , height] = parameters.document.querySelector('svg')!.getAttribute('viewBox')!.split(' ')
    expect(Number(height)).toBeGreaterThan(400)
    expect(named(await drawn({ chart: 'spectrum' })).slice(-6)).toContain('spectral radius z')
    expect(named(await drawn({ chart: 'gates' })).slice(-4)).toEqual([
      ...['r above 0.95', 'r below 0.05', 'z above 0.95', 'z below 0.05'],
    ])
  })

  it('says why it shows few updates where few were observed, in the window’s language, and else nothing', async () => {
    const longer = { ...run, log: { ...run.log, length: 2000 } }
    for (const chart of ['flow', 'jacobian', 'verdict', 'parameters', 'spectrum', 'gates']) {
      const note = /^Observed at (\d+) of 2000 updates: /
      const { texts } = await drawn({ chart, size: '900x400' }, longer)
      const told = texts.filter((text) => note.test(text))
      expect([chart, told.length]).toEqual([chart, 1])
      expect(Number(note.exec(told[0]!)![1])).toBeLessThanOrEqual(40)
    }
    expect((await drawn({ chart: 'flow' })).texts.join('\n')).not.toContain('Observed at')
    const { texts } = await drawn({ chart: 'jacobian', language: 'zh' }, longer)
    expect(texts.some((text) => /^2000 次更新中测量了 \d+ 次/.test(text))).toBe(true)
  })

  it('of what a run has not is refused', async () => {
    const plain = { ...run.experiment, model: { ...run.experiment.model, cell: 'rnn' as const } }
    await expect(drawn({ chart: 'gates' }, { ...run, experiment: plain })).rejects.toThrow(
      'the cell of this run has no gates',
    )
    const unseen = { ...run, folder: join(folder, 'none') }
    await expect(drawn({ chart: 'spectrum' }, unseen)).rejects.toThrow(
      'what this chart shows was not recorded of this run',
    )
  })

  it('of a run that has nothing to draw is refused', async () => {
    const empty = { ...run, log: { ...run.log, columns: mapColumns(() => new Float64Array(0)), length: 0 } }
    await expect(drawn({}, empty)).rejects.toThrow('the run has no update that can be drawn')
    await expect(drawn({ chart: 'flow' }, empty)).rejects.toThrow(
      'the gradient flow of this run was not recorded',
    )
  })

  it.each([
    [
      { chart: 'pie' },
      '--chart is pie: expected one of loss, gradNorm, lr, flow, jacobian, verdict, parameters, gates, spectrum',
    ],
    [{ theme: 'blue' }, '--theme is blue: expected one of light, dark'],
    [{ size: '10x10' }, '--size is 10x10: expected width x height, such as 800x400, each from 200 to 4000'],
    [{ size: 'large' }, '--size is large: expected'],
    [{ scale: '9' }, '--scale is 9: expected one of 2, 1, 3, 4'],
    [{ caption: 'x'.repeat(501) }, '--caption has 501 characters: expected at most 500'],
  ] as [Record<string, string>, string][])('refuses %j', (options, message) => {
    expect(() => chartOptions(new Map(Object.entries(options)))).toThrow(message)
  })
})
