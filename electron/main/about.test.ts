import { expect, it, vi } from 'vitest'
import { aboutLines, createAbout, engineHere } from './about'

const info = { version: '1.2.3', electron: '33.2.1', chrome: '130', node: '20.18.1', platform: 'linux x64' }

function setUp(chosen: number) {
  const parts = { ask: vi.fn(() => Promise.resolve(chosen)), copy: vi.fn(), showLicences: vi.fn() }
  return { ...parts, show: createAbout({ info, locale: () => 'en', ...parts }) }
}

it('says in which engine the app runs and which registers its kernels use, in both languages', () => {
  const engine = { ...engineHere(info), isWide: true }
  expect(aboutLines(engine, 'en')).toContain('Electron 33.2.1, Chromium 130, Node.js 20.18.1')
  expect(aboutLines(engine, 'en')).toContain('256 bits')
  expect(aboutLines({ ...engine, isWide: false }, 'zh-CN')).toContain('128 位')
})

it('copies what it says for whoever reports a fault', async () => {
  const { show, copy, showLicences } = setUp(2)
  await show()
  expect(copy).toHaveBeenCalledWith(expect.stringMatching(/^Unroll 1\.2\.3\nElectron 33\.2\.1/))
  expect(showLicences).not.toHaveBeenCalled()
})

it('leads to the licences of all that comes along', async () => {
  const { show, copy, showLicences } = setUp(1)
  await show()
  expect(showLicences).toHaveBeenCalledWith('Licenses')
  expect(copy).not.toHaveBeenCalled()
})

it('does nothing else', async () => {
  const { show, copy, showLicences } = setUp(0)
  await show()
  expect([copy, showLicences].some((each) => each.mock.calls.length > 0)).toBe(false)
})
