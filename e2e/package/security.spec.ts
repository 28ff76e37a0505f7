import { test as base } from '@playwright/test'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabApp } from '../app'
import { requestNames } from '../../core/contract/channels'
import { expect, PROJECT } from '../fixtures'
import { FLAVOURS, launchUnpacked, openUnpacked } from './unpacked'

/*
 * Electron's checklist, item by item, on the packaged app:
 * https://www.electronjs.org/docs/latest/tutorial/security. What the fuses do to a release (item 19) is in
 * `package.spec.ts`.
 */

const test = base.extend<object, { app: LabApp }>({
  app: [
    async ({ browserName: _ }, use) => {
      const home = await mkdtemp(join(tmpdir(), 'unroll-home-'))
      const electron = await launchUnpacked(FLAVOURS['tar.gz'], home)
      await use(await openUnpacked(electron))
      await electron.close()
      await rm(home, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
})

type Preferences = Readonly<Record<string, unknown>>

const preferences = (app: LabApp) =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window!.webContents as unknown as { getLastWebPreferences(): Preferences }
    return contents.getLastWebPreferences()
  })

const policy = (app: LabApp) =>
  app.page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy') ?? '')

test('1: only secure content is loaded: all of it is the app’s own', async ({ app }) => {
  const urls = await app.page.evaluate(() =>
    Array.from(document.querySelectorAll('[src], link[href]'), (element) =>
      String((element as HTMLImageElement).src || (element as HTMLLinkElement).href),
    ),
  )
  expect(urls.length).toBeGreaterThan(0)
  expect(urls.filter((url) => !url.startsWith('unroll://app/'))).toEqual([])
  expect(await app.page.evaluate(() => isSecureContext)).toBe(true)
  const insecure = await app.page.evaluate(() =>
    fetch('http://example.com').then(
      () => 'read',
      () => 'refused',
    ),
  )
  expect(insecure).toBe('refused')
})

test('2: pages have no Node', async ({ app }) => {
  const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } = await preferences(app)
  expect([nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames].some(Boolean)).toBe(false)
  const found = await app.page.evaluate(() =>
    ['require', 'process', 'Buffer'].filter((name) => name in window),
  )
  expect(found).toEqual([])
})

test('3: the context of the bridge is isolated', async ({ app }) => {
  expect((await preferences(app))['contextIsolation']).toBe(true)
})

test('4: the processes of pages are sandboxed', async ({ app }) => {
  expect((await preferences(app))['sandbox']).toBe(true)
})

test('5: every permission is refused', async ({ app }) => {
  const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']
  const states = await app.page.evaluate(
    (asked) =>
      Promise.all(
        asked.map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    names,
  )
  expect(states.filter((state) => state === 'granted')).toEqual([])
  expect(await app.page.evaluate(() => Notification.requestPermission())).toBe('denied')
})

test('6: the web’s own security is on', async ({ app }) => {
  expect((await preferences(app))['webSecurity']).toBe(true)
})

test('7: a policy says what is loaded, and lets no text become code', async ({ app }) => {
  const text = await policy(app)
  expect(text).toContain("default-src 'none'")
  expect(text).toContain("script-src 'self'")
  expect(text).not.toMatch(/unsafe|https?:|\*/)
})

test('8: no insecure content is let in', async ({ app }) => {
  expect((await preferences(app))['allowRunningInsecureContent']).toBeFalsy()
})

test('9, 10: no experimental features of the engine are on', async ({ app }) => {
  const found = await preferences(app)
  expect(found['experimentalFeatures']).toBeFalsy()
  expect(found['enableBlinkFeatures'] ?? '').toBe('')
})

test('11, 12: there are no web views', async ({ app }) => {
  expect((await preferences(app))['webviewTag']).toBe(false)
  const isElement = await app.page.evaluate(() => {
    const view = document.body.appendChild(document.createElement('webview'))
    view.setAttribute('src', 'https://example.com')
    const has = 'getWebContentsId' in view
    view.remove()
    return has
  })
  expect(isElement).toBe(false)
})

test('13: the window is led nowhere else', async ({ app }) => {
  for (const url of ['https://example.com', 'file:///etc/passwd']) {
    await app.page.evaluate((to) => {
      location.href = to
    }, url)
    const shown = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
    )
    expect(shown).toEqual(['unroll://app/'])
  }
})

test('14: the window opens no other', async ({ app }) => {
  expect(await app.page.evaluate(() => window.open('https://example.com'))).toBeNull()
  const count = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  expect(count).toBe(1)
})

test('15: nothing is handed to the system to be opened', async () => {
  const main = await readFile(join(PROJECT, 'out/main/window.js'), 'utf8')
  expect(main).not.toContain('openExternal')
})

test('16: the version of Electron that people download is pinned exactly', async ({ app }) => {
  const { devDependencies } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/)
  const running = await app.electron.evaluate(() => process.versions['electron'])
  test.info().annotations.push({ type: 'tested on Electron', description: running ?? '' })
})

test('17: only the window’s own page is answered', async ({ app }) => {
  const answer = await app.electron.evaluate(async ({ BrowserWindow, app: main }) => {
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${main.getAppPath()}/out/preload/preload.cjs`, sandbox: true },
    })
    await other.loadURL('data:text/html,other')
    const asked = await other.webContents.executeJavaScript('window.unroll.request["run:list"]({})')
    other.destroy()
    return asked as unknown
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbiddenSender' } })
})

test('18: the page has a scheme of its own, out of which nothing is read', async ({ app }) => {
  expect(app.page.url()).toBe('unroll://app/')
  const outside = await app.page.evaluate(async () => {
    const ask = async (url: string) =>
      fetch(url).then(
        ({ status }) => status,
        () => 'refused',
      )
    return [await ask('unroll://app/%2e%2e/%2e%2e/package.json'), await ask('file:///etc/passwd')]
  })
  expect(outside).toEqual([404, 'refused'])
})

test('20: pages get the contract’s functions and nothing of Electron', async ({ app }) => {
  const exposed = await app.page.evaluate(() => {
    const { unroll } = window as unknown as { unroll: Record<'request' | 'on', object> }
    return { keys: Object.keys(unroll).sort(), requests: Object.keys(unroll.request).sort() }
  })
  expect(exposed).toEqual({ keys: ['on', 'request'], requests: [...requestNames].sort() })
})

test('developer tools stay shut in a release', async ({ app }) => {
  const isOpen = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window!.webContents.openDevTools()
    return window!.webContents.isDevToolsOpened()
  })
  expect(isOpen).toBe(false)
})
