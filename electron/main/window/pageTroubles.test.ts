import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { TroubledContents } from './pageTroubles'
import { watchForTroubles } from './pageTroubles'

const PAGE = 'unroll://app/'

/** A window's contents that load whatever they are told, and a clock. */
class Contents extends EventEmitter {
  readonly loaded: string[] = []
  time = 0

  getURL(): string {
    return this.loaded.at(-1) ?? ''
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false })
    return Promise.resolve()
  }

  crash(reason = 'crashed'): void {
    this.emit('render-process-gone', {}, { reason, exitCode: 5 })
  }
}

function setUp(locale: 'en' | 'zh-CN' = 'en') {
  const contents = new Contents()
  const troubles = watchForTroubles(contents as unknown as TroubledContents, {
    pageUrl: PAGE,
    locale: () => locale,
    now: () => contents.time,
  })
  troubles.load()
  const shown = () => decodeURIComponent(contents.getURL())
  return { contents, troubles, shown }
}

describe('a window whose page is in trouble', () => {
  it('loads a page that crashed again, once', () => {
    const { contents } = setUp()
    contents.crash()
    expect(contents.loaded).toEqual([PAGE, PAGE])
  })

  it('says that the page crashed twice, and offers to load it', () => {
    const { contents, shown } = setUp()
    contents.crash()
    contents.time = 30_000
    contents.crash('oom')
    expect(shown()).toMatch(/^data:text\/html.*The window crashed twice/s)
    expect(shown()).toContain('oom, exit code 5')
    expect(shown()).toMatch(/<a href="unroll:\/\/app\/"[^>]*>Reload<\/a>/)
  })

  it('takes a crash long after the last one for the first', () => {
    const { contents } = setUp()
    contents.crash()
    contents.time = 120_000
    contents.crash()
    expect(contents.loaded).toEqual([PAGE, PAGE, PAGE])
  })

  it('does not load a page that ended as it was asked to', () => {
    const { contents } = setUp()
    contents.crash('clean-exit')
    expect(contents.loaded).toEqual([PAGE])
  })

  it('gives up where even the page that says so crashes', () => {
    const { contents } = setUp()
    for (let i = 0; i < 5; i++) contents.crash()
    expect(contents.loaded).toHaveLength(3)
  })

  it('says which part is missing, in the language of the window, and keeps to the first cause', () => {
    const { contents, troubles, shown } = setUp('zh-CN')
    contents.emit('preload-error', {}, '/app/preload.cjs', new Error('ENOENT: <no such file>'))
    troubles.show({ kind: 'missing', detail: '/app/main.js' })
    expect(shown()).toContain('缺少')
    expect(shown()).toContain('重新加载')
    expect(shown()).toContain('/app/preload.cjs: ENOENT: &lt;no such file&gt;')
    expect(shown()).not.toContain('main.js')
  })

  it('says it again where the page is loaded in vain', () => {
    const { contents, troubles, shown } = setUp()
    const fail = () => contents.emit('preload-error', {}, '/app/preload.cjs', new Error('ENOENT'))
    fail()
    troubles.load()
    expect(contents.getURL()).toBe(PAGE)
    fail()
    expect(shown()).toContain('A part of Unroll is missing')
  })

  it('says that the page could not be loaded, unless another load took its place', () => {
    const { contents, shown } = setUp()
    contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', PAGE, true)
    contents.emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', PAGE, false)
    expect(contents.loaded).toEqual([PAGE])
    contents.emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', PAGE, true)
    expect(shown()).toContain('unroll://app/: ERR_CONNECTION_REFUSED')
  })
})
