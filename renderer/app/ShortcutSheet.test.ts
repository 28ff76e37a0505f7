import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountedApp } from '../testing/mountApp.testing'
import { mountApp } from '../testing/mountApp.testing'
import { en } from '../locales/en'
import { shortcuts } from '../ui/shortcuts'

describe('the shortcuts of the window', () => {
  let app: MountedApp
  beforeEach(async () => void (app = await mountApp()))
  afterEach(() => app.close())

  const sheet = () => document.querySelector<HTMLElement>('[role=dialog]')
  const place = () => app.root.querySelector('main')!.getAttribute('aria-label')

  it('go to each place by its number', async () => {
    for (const [key, name] of Object.entries({
      2: 'Runs',
      3: 'Microscope',
      4: 'Verify',
      5: 'Lessons',
      1: 'Lab',
    })) {
      await app.key(key)
      expect(place()).toBe(name)
    }
  })

  it('stand in a sheet that ? opens, all of them, with what they do', async () => {
    await app.key('?')
    const text = sheet()!.textContent
    for (const [scope, rows] of Object.entries(shortcuts)) {
      const texts: Record<string, string> = en.shortcuts.rows[scope as keyof typeof shortcuts]
      expect(Object.keys(texts), scope).toEqual(Object.keys(rows))
      for (const said of Object.values(texts)) expect(text).toContain(said)
    }
    const shown = Array.from(sheet()!.querySelectorAll('kbd'), (key) => key.textContent)
    expect(shown).toEqual(
      expect.arrayContaining(['Space', 'S', 'R', '?', '←', 'Page Up', 'Esc', 'Ctrl', 'Shift']),
    )
  })

  it('do nothing behind the sheet', async () => {
    await app.key('?')
    for (const key of ['s', ' ', '2']) await app.key(key, sheet()!)
    expect(app.root.querySelector('[role=status]')!.textContent).toContain('Ready')
    expect(place()).toBe('Lab')
  })

  it('are crossed out in the sheet where characters are switched off, but for Space', async () => {
    await app.press('Single-key shortcuts')
    await app.key('?')
    expect(sheet()).toBeNull()
    await app.press('Keyboard shortcuts')
    const off = Array.from(sheet()!.querySelectorAll('.off dt'), (row) => row.textContent)
    expect(off).toContain(en.shortcuts.rows.lab.step)
    expect(off).not.toContain(en.shortcuts.rows.lab.main)
    expect(off).not.toContain(en.shortcuts.rows.updates.zoom)
  })
})
