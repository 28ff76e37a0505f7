// @ts-check
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { checkIntegrity, downloadTarball, npmReason } from './npm-tarball.mjs'
import { extractTarEntry } from './tar-entry.mjs'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

// A registry with one package on this machine, and npm told to use it. npm itself takes a second to start.
vi.setConfig({ testTimeout: 30_000 })

/** One file of a ustar archive. @param {string} name @param {string} text */
function tarFile(name, text) {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write(text.length.toString(8).padStart(11, '0'), 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const body = Buffer.alloc(Math.ceil(text.length / 512) * 512)
  body.write(text)
  return Buffer.concat([header, body])
}

const BIG = 'runtime'.repeat(1000)
const TARBALL = gzipSync(
  Buffer.concat([
    tarFile('package/package.json', '{"name":"thing","version":"1.0.0"}'),
    tarFile('package/big.zip', BIG),
    Buffer.alloc(1024),
  ]),
)
const INTEGRITY = `sha512-${createHash('sha512').update(TARBALL).digest('base64')}`
const WANTED = { spec: 'thing@1.0.0', integrity: INTEGRITY }

/** @type {(isNpm: boolean, response: import('node:http').ServerResponse) => void} */
let serveTarball
const server = createServer((request, response) => {
  if (request.url?.endsWith('.tgz')) {
    serveTarball(String(request.headers['user-agent']).includes('npm'), response)
    return
  }
  const tarball = `http://${request.headers.host}/thing-1.0.0.tgz`
  const version = { name: 'thing', version: '1.0.0', dist: { tarball, integrity: INTEGRITY } }
  response.setHeader('content-type', 'application/json')
  response.end(
    JSON.stringify({ name: 'thing', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
  )
})
const npmCache = mkdtempSync(join(tmpdir(), 'unroll-npm-'))

beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  vi.stubEnv('npm_config_registry', `http://127.0.0.1:${port}/`)
  vi.stubEnv('npm_config_cache', npmCache)
  vi.stubEnv('npm_config_noproxy', '127.0.0.1')
})

beforeEach(() => {
  serveTarball = (_isNpm, response) => response.end(TARBALL)
})

afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
  rmSync(npmCache, { recursive: true, force: true })
})

test('the registry that npm is set up for is asked, and the file is complete', async () => {
  const file = join(temporaryFolder(), 'package.tgz')
  await downloadTarball(WANTED, file)
  expect(readFileSync(file).equals(TARBALL)).toBe(true)
})

test('where a plain download is refused, npm fetches the package', async () => {
  serveTarball = (isNpm, response) => {
    if (!isNpm) response.statusCode = 401
    response.end(isNpm ? TARBALL : '')
  }
  const file = join(temporaryFolder(), 'package.tgz')
  await downloadTarball(WANTED, file)
  expect(readFileSync(file).equals(TARBALL)).toBe(true)
})

test('bytes that are not the expected ones are refused, naming both hashes', async () => {
  serveTarball = (_isNpm, response) => response.end('something else')
  const file = join(temporaryFolder(), 'package.tgz')
  const attempt = downloadTarball(WANTED, file)
  await expect(attempt).rejects.toThrow('the download of thing@1.0.0 is not what this project expects')
  await expect(attempt).rejects.toThrow(`expected ${INTEGRITY}\n  received sha512-`)
})

test('a version that the registry does not have is told with the code that every npm gives it', async () => {
  const attempt = downloadTarball({ ...WANTED, spec: 'thing@9.9.9' }, join(temporaryFolder(), 'package.tgz'))
  await expect(attempt).rejects.toThrow(/^npm could not fetch thing@9\.9\.9: .+ \(ETARGET\)$/)
})

test.each([
  { stdout: '{"error":{"code":"E403","summary":"Forbidden","detail":"long"}}', reason: 'Forbidden (E403)' },
  { stdout: '', reason: 'whatever npm said' },
  { stdout: 'no JSON', reason: 'whatever npm said' },
  { stdout: '{}', reason: 'whatever npm said' },
])("of $stdout npm's reason is $reason", ({ stdout, reason }) => {
  expect(npmReason({ code: 1, stdout, stderr: 'whatever npm said\n' })).toBe(reason)
})

test('an npm that ends in silence is told by its code', () => {
  expect(npmReason({ code: 7, stdout: '', stderr: '' })).toBe('it ended with code 7')
})

test('a hash is checked by the algorithm that stands before it', async () => {
  const folder = temporaryFolder()
  writeFiles(folder, { file: 'abc' })
  const integrity = `sha256-${createHash('sha256').update('abc').digest('base64')}`
  await expect(checkIntegrity(join(folder, 'file'), integrity, 'it')).resolves.toBeUndefined()
})

test('one file is taken out of the tarball', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'package.tgz')
  writeFileSync(file, TARBALL)
  await extractTarEntry(file, 'package/big.zip', join(folder, 'big.zip'))
  expect(readFileSync(join(folder, 'big.zip'), 'utf8')).toBe(BIG)
  await expect(extractTarEntry(file, 'package/none', join(folder, 'none'))).rejects.toThrow(
    'has no entry package/none',
  )
})
