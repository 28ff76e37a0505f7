// @ts-check
import { expect, test } from 'vitest'
import { packAsar } from './asar.mjs'

test('files can be read back by the sizes and offsets in the directory', () => {
  const files = { 'package.json': '{}', 'main.mjs': 'export const é = 1', empty: '' }
  const archive = packAsar(files)
  const headerLength = archive.readUInt32LE(4)
  const jsonLength = archive.readUInt32LE(12)
  expect(archive.readUInt32LE(0)).toBe(4)
  expect(archive.readUInt32LE(8)).toBe(headerLength - 4)
  const directory = JSON.parse(archive.toString('utf8', 16, 16 + jsonLength))
  for (const [name, text] of Object.entries(files)) {
    const start = 8 + headerLength + Number(directory.files[name].offset)
    expect(archive.toString('utf8', start, start + directory.files[name].size)).toBe(text)
  }
})

test('the first file starts on a multiple of four bytes', () => {
  for (const name of ['a', 'ab', 'abc', 'abcd']) expect(packAsar({ [name]: '' }).length % 4).toBe(0)
})
