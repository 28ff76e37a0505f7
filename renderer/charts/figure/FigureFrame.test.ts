import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountedApp } from '../../testing/mountApp.testing'
import { mountApp } from '../../testing/mountApp.testing'

describe('a figure of the Lab', () => {
  let lab: MountedApp
  beforeEach(async () => void (lab = await mountApp()))
  afterEach(() => lab.close())

  const button = (figure: string) =>
    lab.figure(figure).querySelector<HTMLElement>('[aria-label^=Enlarge], [aria-label^=Shrink]')!
  const isLarge = (figure: string) => lab.figure(figure).classList.contains('figure--large')
  const enlarge = async (figure: string) => {
    button(figure).focus()
    button(figure).click()
    await lab.settle()
  }
  const escape = async (element: Element) => {
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await lab.settle()
  }

  for (const name of ['Loss', 'Gradient norm', 'Gradient flow', 'Live sample']) {
    it(`fills the window by its button and is taken back by the same: ${name}`, async () => {
      await enlarge(name)
      expect(isLarge(name)).toBe(true)
      expect(button(name).getAttribute('aria-pressed')).toBe('true')
      expect(document.activeElement).toBe(lab.figure(name))
      button(name).click()
      await lab.settle()
      expect(isLarge(name)).toBe(false)
    })
  }

  it('leaves Space to the run while it is large', async () => {
    await enlarge('Loss')
    await lab.key(' ')
    expect(lab.status()).toBe('Training.')
    await lab.key(' ')
    expect(lab.status()).toContain('Paused')
    expect(isLarge('Loss')).toBe(true)
  })

  it('is taken back by Escape from anywhere in it, and its button has the focus again', async () => {
    await enlarge('Loss')
    const plot = lab.figure('Loss').querySelector<HTMLElement>('.line-plot')!
    plot.focus()
    await escape(plot)
    expect(isLarge('Loss')).toBe(false)
    expect(document.activeElement).toBe(button('Loss'))
  })

  it('keeps the rest of the window out of reach only while it is large', async () => {
    await enlarge('Loss')
    const start = lab.root.querySelector('.run-controls, .bar')!
    expect(start.closest('[inert]')).not.toBeNull()
    expect(lab.figure('Loss').closest('[inert]')).toBeNull()
    await escape(document.body)
    expect(lab.root.querySelectorAll('[inert]')).toHaveLength(0)
  })

  it('does not stay large while another place is shown', async () => {
    await enlarge('Loss')
    await lab.press('Runs')
    await lab.press('Lab')
    expect(isLarge('Loss')).toBe(false)
    expect(lab.root.querySelectorAll('[inert]')).toHaveLength(0)
  })
})
