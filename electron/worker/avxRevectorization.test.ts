import { expect, it } from 'vitest'
import { avxRevectorizationFlags } from './avxRevectorization'

it('asks the engines in which it was tried for AVX revectorization, with the flags that each needs', () => {
  const flag = '--experimental-wasm-revectorize'
  expect(avxRevectorizationFlags('13.0.245.19-electron.0', 'linux', 'x64')).toContain(flag)
  expect(avxRevectorizationFlags('13.6.233.17-node.53', 'linux', 'x64')).toEqual([flag])
  expect(avxRevectorizationFlags('14.6.202.34-node.34', 'win32', 'x64')).toEqual([flag])
})

it('leaves other engines and processors alone', () => {
  expect(avxRevectorizationFlags('11.3.244.8-node.38', 'linux', 'x64')).toBeNull()
  expect(avxRevectorizationFlags('13.01.2', 'linux', 'x64')).toBeNull()
  expect(avxRevectorizationFlags('14.6.202.34-node.34', 'linux', 'arm64')).toBeNull()
  expect(avxRevectorizationFlags('14.6.202.34-node.34', 'darwin', 'x64')).toBeNull()
})
