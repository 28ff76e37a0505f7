import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountedApp } from '../../testing/mountApp.testing'
import { giveElementsSize } from '../../testing/elementSize.testing'
import { mountApp } from '../../testing/mountApp.testing'

describe('the axis of updates', () => {
  let lab: MountedApp
  let forgetSize: () => void
  beforeEach(async () => {
    forgetSize = giveElementsSize(600, 200)
    lab = await mountApp()
    await lab.press('Start')
    lab.host.train(Array.from({ length: 1000 }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 1 })))
    await lab.settle()
  })
  afterEach(() => {
    lab.close()
    forgetSize()
  })

  const plot = (figure: string) => lab.figure(figure).querySelector<HTMLElement>('.line-plot')!
  const newest = (place: number) => lab.frames[place]!.at(-1)!
  const key = async (figure: string, ...keys: string[]) => {
    for (const name of keys)
      plot(figure).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
    await lab.settle()
  }
  const wheel = async (deltaY: number, keys = { ctrlKey: false }) => {
    const event = new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true })
    Object.assign(event, { clientX: 300, ...keys })
    plot('Loss').dispatchEvent(event)
    await lab.settle()
    return event.defaultPrevented
  }
  const logX = async () => {
    lab
      .figure('Loss')
      .querySelector<HTMLElement>('[aria-label="Log x in Loss: logarithmic updates"]')!
      .click()
    await lab.settle()
  }

  it('becomes logarithmic in all plots together and starts at the first update', async () => {
    await logX()
    for (const place of [0, 1]) {
      expect(newest(place).x.kind).toBe('log')
      expect(newest(place).x.domain).toEqual({ min: 0, max: 1000 })
      expect(newest(place).lines[0]!.points[0]!.x).toBe(0)
    }
  })

  it('moves the crosshair by even steps on the screen, from the first update on', async () => {
    await logX()
    await key('Loss', 'Home')
    expect(newest(0).hover?.x).toBe(0)
    await key('Loss', 'ArrowLeft', 'ArrowRight')
    expect(newest(0).hover?.x).toBe(1)
    await key('Loss', 'End', 'ArrowLeft')
    expect(newest(0).hover?.x).toBeLessThan(975)
  })

  it('counts updates from 1 for those who hear it', async () => {
    const now = () => plot('Loss').getAttribute('aria-valuenow')
    await key('Loss', 'Home')
    expect([now(), plot('Loss').getAttribute('aria-valuetext')!.split(',')[0]]).toEqual(['1', 'Update 1'])
    await key('Loss', 'End')
    expect([now(), plot('Loss').getAttribute('aria-valuemax')]).toEqual(['1000', '1000'])
  })

  it('zooms by keys and by the wheel, moves by keys, and comes back', async () => {
    await logX()
    await key('Loss', 'Home', '+', '+')
    expect(newest(0).x.domain.min).toBe(0)
    expect(newest(0).x.domain.max).toBeLessThan(100)
    await key('Loss', 'PageDown')
    expect(newest(0).x.domain.min).toBeGreaterThan(0)
    await key('Loss', '0')
    expect(newest(0).x.domain).toEqual({ min: 0, max: 1000 })
    expect(await wheel(-240, { ctrlKey: true })).toBe(true)
    expect(newest(0).x.domain.max - newest(0).x.domain.min).toBeLessThan(999)
  })

  it('leaves the wheel to the page, but for Ctrl and a plot that has the focus', async () => {
    expect(await wheel(-120)).toBe(false)
    expect(newest(0).x.domain).toEqual({ min: 0, max: 1000 })
    expect(await wheel(-120, { ctrlKey: true })).toBe(true)
    expect(await wheel(-120)).toBe(false)
    plot('Loss').focus()
    expect(await wheel(-120)).toBe(true)
  })

  it('leaves the wheel to the page where all is in sight already', async () => {
    plot('Loss').focus()
    expect(await wheel(120)).toBe(false)
    expect(newest(0).x.domain).toEqual({ min: 0, max: 1000 })
    await wheel(-120)
    expect(await wheel(120)).toBe(true)
  })

  it('brings the crosshair into sight where keys lead it out', async () => {
    await key('Loss', 'Home', '+', '+', '+', 'End')
    const { x, hover } = newest(0)
    expect(hover?.x).toBe(999)
    expect(x.domain.min).toBeLessThan(999)
    expect(x.domain.max).toBeGreaterThanOrEqual(999)
  })
})
