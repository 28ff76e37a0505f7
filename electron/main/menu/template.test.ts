import { describe, expect, it, vi } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuActions } from './template'
import { menuTemplate } from './template'

const build = (locale: 'en' | 'zh-CN' = 'en', given: Partial<MenuActions> = {}) =>
  menuTemplate(
    { locale, theme: 'dark', characterKeys: true, notation: 'pytorch', onClose: 'ask' },
    {
      ...{ developerTools: true, about: vi.fn(), change: vi.fn(), reload: vi.fn(), present: vi.fn() },
      ...{ page: () => null as never, ...given },
    },
  )

const flatten = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])

const find = (items: MenuItemConstructorOptions[], label: string) =>
  flatten(items).find((item) => item.label === label)

describe('menuTemplate', () => {
  it('has every item in both languages', () => {
    const labels = (locale: 'en' | 'zh-CN') => flatten(build(locale)).map(({ label }) => label)
    expect(labels('zh-CN').length).toBe(labels('en').length)
    expect(labels('en').slice(0, 3)).toEqual(['File', 'Close Window', 'Quit Unroll'])
    expect(labels('zh-CN').slice(0, 3)).toEqual(['文件', '关闭窗口', '退出 Unroll'])
  })

  it('shows the chosen theme and language, and changes them', () => {
    const change = vi.fn()
    const items = build('en', { change, reload: vi.fn(), present: vi.fn(), page: () => null as never })
    expect(find(items, 'Dark')?.checked).toBe(true)
    expect(find(items, 'Light')?.checked).toBe(false)
    expect(find(items, 'English')?.checked).toBe(true)
    for (const label of ['Light', '简体中文'])
      find(items, label)?.click?.(null as never, undefined, null as never)
    expect(change.mock.calls).toEqual([[{ theme: 'light' }], [{ locale: 'zh-CN' }]])
  })

  it('switches shortcuts of a single key off', () => {
    const change = vi.fn()
    const item = find(
      build('en', { change, reload: vi.fn(), present: vi.fn(), page: () => null as never }),
      'Single-Key Shortcuts',
    )
    expect(item).toMatchObject({ type: 'checkbox', checked: true })
    item?.click?.(null as never, undefined, null as never)
    expect(change.mock.calls).toEqual([[{ characterKeys: false }]])
  })

  it('loads the page itself anew, also where a page that says what is wrong stands in its place', () => {
    const reload = vi.fn()
    const item = find(
      build('en', { change: vi.fn(), reload, present: vi.fn(), page: () => null as never }),
      'Reload',
    )
    expect(item).toMatchObject({ accelerator: 'CommandOrControl+R' })
    expect(item?.role).toBeUndefined()
    item?.click?.(null as never, undefined, null as never)
    expect(reload).toHaveBeenCalledOnce()
  })

  it('has developer tools only where they may be opened', () => {
    expect(find(build('en'), 'Developer Tools')).toMatchObject({ visible: true })
    const shut = { visible: false, enabled: false }
    expect(find(build('en', { developerTools: false }), 'Developer Tools')).toMatchObject(shut)
  })

  it('zooms the page within its limits', () => {
    let factor = 1.75
    const contents = { getZoomFactor: () => factor, setZoomFactor: (next: number) => void (factor = next) }
    const items = build('en', {
      change: vi.fn(),
      reload: vi.fn(),
      present: vi.fn(),
      page: () => contents as never,
    })
    const click = (label: string) => find(items, label)?.click?.(null as never, undefined, null as never)
    click('Zoom In')
    click('Zoom In')
    expect(factor).toBe(2)
    click('Actual Size')
    click('Zoom Out')
    expect(factor).toBe(0.9)
  })
})
