import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { contentSecurityPolicy } from './csp'

/** The page's own scheme: a standard, secure origin, unlike file:, where every file is a neighbour. */
export const SCHEME = 'unroll'
const HOST = 'app'
export const ORIGIN = `${SCHEME}://${HOST}`

/** Stands in index.html where the nonce of this load belongs. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.safetensors': 'application/octet-stream',
}

const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': contentSecurityPolicy(null),
}
/** Without these of its files the page cannot show anything. */
const ESSENTIAL = new Set(['.html', '.js'])

/**
 * The file that a URL of ours names, or null: anything outside `root`, of another origin or of an unknown
 * kind.
 */
export function fileOf(root: string, url: string): string | null {
  let path: string
  try {
    const { protocol, host, pathname } = new URL(url)
    if (protocol !== `${SCHEME}:` || host !== HOST) return null
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = join(root, path === '/' ? 'index.html' : path)
  return file.startsWith(root + sep) && extname(file) in MIME_TYPES ? file : null
}

const refuse = (status: number) => new Response(null, { status, headers: COMMON_HEADERS })

/**
 * Answers the page's requests with files under `root`, each document with a policy and a nonce of its own.
 * Calls back for a document or a script that is not there.
 */
export async function serve(
  root: string,
  { method, url }: Pick<Request, 'method' | 'url'>,
  onMissing: (file: string) => void,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refuse(405)
  const file = fileOf(root, url)
  if (!file) return refuse(404)
  const type = extname(file)
  const content = await readFile(file).catch(() => null)
  if (!content) {
    if (ESSENTIAL.has(type)) onMissing(file)
    return refuse(404)
  }
  const headers: Record<string, string> = { ...COMMON_HEADERS, 'Content-Type': MIME_TYPES[type]! }
  if (type !== '.html') return new Response(new Uint8Array(content), { headers })
  const nonce = randomBytes(16).toString('base64')
  headers['Content-Security-Policy'] = contentSecurityPolicy(nonce)
  headers['Cache-Control'] = 'no-store'
  return new Response(content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce), { headers })
}
