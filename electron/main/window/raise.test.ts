import { describe, expect, it, vi } from 'vitest'
import { raise } from './raise'

const window = (isMinimized: boolean) => ({
  isDestroyed: () => false,
  isMinimized: () => isMinimized,
  restore: vi.fn(),
  show: vi.fn(),
  focus: vi.fn(),
})

describe('raise', () => {
  it('shows and focuses a window, and restores a minimized one before', () => {
    const open = window(false)
    raise(open)
    expect(open.restore).not.toHaveBeenCalled()
    expect(open.show).toHaveBeenCalledOnce()
    expect(open.focus).toHaveBeenCalledOnce()

    const minimized = window(true)
    raise(minimized)
    expect(minimized.restore).toHaveBeenCalledOnce()
    expect(minimized.focus).toHaveBeenCalledOnce()
  })

  it('leaves alone a window that is gone, of which nothing else may be asked', () => {
    const gone = () => {
      throw new TypeError('Object has been destroyed')
    }
    raise({ isDestroyed: () => true, isMinimized: gone, restore: gone, show: gone, focus: gone })
  })
})
