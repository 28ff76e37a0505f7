import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventNames, requestNames } from '../core/contract/channels'
import { expect, test } from './fixtures'

test('the bridge exposes exactly the contract and nothing of Electron or Node', async ({ app }) => {
  const exposed = await app.page.evaluate(() => {
    const { unroll } = window as unknown as { unroll: Record<'request' | 'on', object> }
    return {
      bridge: Object.keys(unroll).sort(),
      requests: Object.keys(unroll.request).sort(),
      events: Object.keys(unroll.on).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    }
  })
  expect(exposed).toEqual({
    bridge: ['on', 'request'],
    requests: [...requestNames].sort(),
    events: [...eventNames].sort(),
    node: [],
  })
})

test('the script of the bridge is a few kilobytes and loads nothing but Electron', () => {
  const script = readFileSync(join(import.meta.dirname, '../out/preload/preload.cjs'), 'utf8')
  expect(script.length).toBeLessThan(4000)
  expect(script.match(/require\(.*?\)/g)).toEqual(['require("electron")'])
})

test('malformed requests on every channel answer with a failure', async ({ app }) => {
  const answers = await app.page.evaluate(async (names) => {
    type Request = (payload: unknown) => Promise<{ ok: boolean; error?: { code: string } }>
    const { request } = (window as unknown as { unroll: { request: Record<string, Request> } }).unroll
    const payloads = [undefined, null, 7, 'x', [], { nobodyKnows: 1 }]
    return Promise.all(
      names.flatMap((name) =>
        payloads.map(async (payload) => ({ name, answer: await request[name]!(payload) })),
      ),
    )
  }, requestNames)
  for (const { name, answer } of answers) {
    expect(answer.ok, name).toBe(false)
    expect(answer.error?.code, name).toMatch(/^invalid/)
  }
})

test('the window cannot open windows, get permissions or run code from text', async ({ app, complaints }) => {
  const outcome = await app.page.evaluate(async () => {
    const opened = window.open('https://example.com')
    const permission = await Notification.requestPermission()
    let evaluated = false
    try {
      evaluated = Boolean(new Function('return true')())
    } catch {
      // Refused, as it should be.
    }
    const { status } = await fetch('unroll://app/%2e%2e/%2e%2e/package.json')
    return { opened: opened !== null, permission, evaluated, status }
  })
  expect(outcome).toEqual({ opened: false, permission: 'denied', evaluated: false, status: 404 })
  await expect(app.button('Start')).toBeVisible()
  complaints.length = 0 // this test provoked them
})

test('the window cannot be led away', async ({ app }) => {
  const before = app.page.url()
  await app.page.evaluate(() => {
    window.location.href = 'https://example.com'
  })
  const windows = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  )
  expect(windows).toEqual([before])
})

test('the window comes back from an empty document, which no policy can refuse', async ({ app }) => {
  await app.page.evaluate(() => {
    window.location.href = 'about:blank'
  })
  await expect(app.button('Start')).toBeVisible()
  expect(app.page.url()).toBe('unroll://app/')
})

test('a script cannot read the clipboard, and a person can paste', async ({ app }) => {
  await app.electron.evaluate(({ clipboard }) => clipboard.writeText('64'))
  const read = await app.page.evaluate(() => {
    const area = document.body.appendChild(document.createElement('textarea'))
    area.focus()
    const isDone = document.execCommand('paste')
    const { value } = area
    area.remove()
    return { isDone, value }
  })
  expect(read).toEqual({ isDone: false, value: '' })

  const field = app.field('Hidden size')
  await field.selectText()
  await field.press('Control+v')
  await expect(field).toHaveValue('64')
})

test('the page reaches nobody by WebRTC, and starts no download', async ({ app }) => {
  const server = createSocket('udp4')
  let packets = 0
  server.on('message', () => packets++)
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
  const downloads = await app.electron.evaluateHandle(({ session }) => {
    const started: boolean[] = []
    session.defaultSession.on('will-download', (event) => void started.push(event.defaultPrevented))
    return started
  })

  await app.page.evaluate(async (port) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] })
    connection.createDataChannel('any')
    const gathered = new Promise<void>((resolve) => {
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === 'complete') resolve()
      }
    })
    await connection.setLocalDescription(await connection.createOffer())
    await gathered
    connection.close()

    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['text']))
    link.download = 'file.txt'
    link.click()
  }, server.address().port)

  await expect.poll(() => downloads.jsonValue()).toEqual([true])
  expect(packets).toBe(0)
  server.close()
})

test('scripts carry the strict policy too, which a worker would take over', async ({ app }) => {
  const policy = await app.page.evaluate(async () => {
    const script = document.querySelector<HTMLScriptElement>('script[src]')!.src
    return (await fetch(script)).headers.get('content-security-policy')
  })
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
})

test('the page is served from its own protocol under a strict policy', async ({ app }) => {
  expect(app.page.url()).toMatch(/^unroll:\/\/app\//)
  const policy = await app.page.evaluate(async () =>
    (await fetch(location.href)).headers.get('content-security-policy'),
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})
