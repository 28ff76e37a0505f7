import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { mountComposable } from '../testing/mountComposable.testing'
import { characterKeysKey } from './useCharacterKeys'
import { useShortcuts } from './useShortcuts'

describe('shortcuts', () => {
  const pressed: string[] = []
  const hasCharacterKeys = ref(true)
  let close: () => void
  beforeEach(async () => {
    const actions = { ' ': () => pressed.push('space'), s: () => pressed.push('s') }
    const mounted = await mountComposable(() => useShortcuts(actions), {
      prepare: (app) => void app.provide(characterKeysKey, hasCharacterKeys),
    })
    close = mounted.close
  })
  afterEach(() => {
    close()
    pressed.length = 0
    hasCharacterKeys.value = true
  })

  function key(
    key: string,
    target: EventTarget = document.body,
    init: KeyboardEventInit = {},
  ): KeyboardEvent {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
    target.dispatchEvent(event)
    return event
  }

  it('answer the keys that they know, whatever their case, and leave others to the page', () => {
    expect(key(' ').defaultPrevented).toBe(true)
    expect(key('S').defaultPrevented).toBe(true)
    expect(key('x').defaultPrevented).toBe(false)
    expect(pressed).toEqual(['space', 's'])
  })

  it.each(['input', 'select', 'textarea'])(
    'leave every key to a control that takes text or letters: %s',
    (tag) => {
      const control = document.body.appendChild(document.createElement(tag))
      expect(key(' ', control).defaultPrevented).toBe(false)
      expect(key('s', control).defaultPrevented).toBe(false)
      control.remove()
      expect(pressed).toEqual([])
    },
  )

  it('leave Space to a button that has the focus, and answer letters there', () => {
    const button = document.body.appendChild(document.createElement('button'))
    const icon = button.appendChild(document.createElement('span'))
    expect(key(' ', button).defaultPrevented).toBe(false)
    expect(key('s', button).defaultPrevented).toBe(true)
    expect(key('s', icon).defaultPrevented).toBe(true)
    button.remove()
    expect(pressed).toEqual(['s', 's'])
  })

  it('leave keys alone that come with others, or are held down', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'repeat'])
      key('s', document.body, { [modifier]: true })
    expect(pressed).toEqual([])
  })

  it('leave characters alone where those are switched off, and keep Space', () => {
    hasCharacterKeys.value = false
    key('s')
    key(' ')
    expect(pressed).toEqual(['space'])
  })

  it('end with their component', () => {
    close()
    key('s')
    expect(pressed).toEqual([])
  })
})
