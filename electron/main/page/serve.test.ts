import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { fileOf, serve } from './serve'

let folder: string
let root: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-page-'))
  root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'renderer-secret'))
  writeFileSync(join(root, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />')
  writeFileSync(join(root, 'assets', 'main.js'), 'export {}')
  writeFileSync(join(root, 'assets', 'font.woff2'), Buffer.from([1, 2, 3]))
  writeFileSync(join(folder, 'secret.json'), '{}')
  writeFileSync(join(folder, 'renderer-secret', 'secret.json'), '{}')
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (path: string, method = 'GET', onMissing = vi.fn()) =>
  serve(root, { method, url: `unroll://app${path}` }, onMissing)

describe('serve', () => {
  it.each([
    ['/assets/main.js', 'text/javascript; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/', 'text/html; charset=utf-8'],
    ['/assets/main.js?v=1#top', 'text/javascript; charset=utf-8'],
  ])('serves %s as %s', async (path, type) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe(type)
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%2frenderer-secret%2fsecret.json',
    '/%2e%2e%5csecret.json',
    '/assets%00.js',
    '/%',
    '/assets',
    '/assets/',
    '/missing.js',
    '//etc/passwd',
    '/etc/passwd',
  ])('has nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it.each(['unroll://other/index.html', 'file:///index.html', 'http://app/index.html', 'nonsense'])(
    'has nothing at the foreign address %s',
    (url) => {
      expect(fileOf(root, url)).toBeNull()
    },
  )

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await get('/index.html', method)).status).toBe(405)
  })

  it('gives every load of the document a nonce of its own, in the policy and in the page', async () => {
    const load = async () => {
      const response = await get('/')
      const policy = response.headers.get('Content-Security-Policy') ?? ''
      const nonce = /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy)?.[1]
      expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}" />`)
      return nonce
    }
    expect(await load()).not.toBe(await load())
  })

  it.each(['/', '/assets/main.js', '/assets/font.woff2', '/missing.js', '/../secret.json'])(
    'sends a strict policy with %s: a worker has that of its script',
    async (path) => {
      const policy = (await get(path)).headers.get('Content-Security-Policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("connect-src 'self'")
      expect(policy).not.toContain('unsafe')
    },
  )

  it.each([
    ['/missing.js', 1],
    ['/missing.html', 1],
    ['/missing.png', 0],
    ['/assets/main.js', 0],
    ['/../secret.json', 0],
    ['/%', 0],
  ])(
    'reports of %s, where it is not there, %i files that the page cannot do without',
    async (path, times) => {
      const onMissing = vi.fn()
      await get(path, 'GET', onMissing)
      expect(onMissing.mock.calls).toEqual(times === 1 ? [[join(root, path)]] : [])
    },
  )

  it('allows no code but our own files', async () => {
    const policy = (await get('/')).headers.get('Content-Security-Policy') ?? ''
    const directives = policy.split('; ')
    expect(directives).toContain("default-src 'none'")
    expect(directives).toContain("script-src 'self'")
    expect(directives).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('http')
  })
})
