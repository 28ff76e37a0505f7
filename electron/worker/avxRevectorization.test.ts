import { expect, it } from 'vitest'
import { wideRegisterFlags } from './avxRevectorization'

it('asks engines for wide registers in which they were tried, with the flags that each needs', () => {
  const flag = '--experimental-wasm-revectorize'
  expect(wideRegisterFlags('13.0.245.19-electron.0', 'linux', 'x64')).toContain(flag)
  expect(wideRegisterFlags('13.6.233.17-node.53', 'linux', 'x64')).toEqual([flag])
  expect(wideRegisterFlags('14.6.202.34-node.34', 'win32', 'x64')).toEqual([flag])
})

it('leaves other engines and processors alone', () => {
  expect(wideRegisterFlags('11.3.244.8-node.38', 'linux', 'x64')).toBeNull()
  expect(wideRegisterFlags('13.01.2', 'linux', 'x64')).toBeNull()
  expect(wideRegisterFlags('14.6.202.34-node.34', 'linux', 'arm64')).toBeNull()
  expect(wideRegisterFlags('14.6.202.34-node.34', 'darwin', 'x64')).toBeNull()
})
