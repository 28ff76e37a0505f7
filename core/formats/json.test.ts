import { describe, expect, it } from 'vitest'
import { FormatError } from './formatError'
import { readJson } from './json'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, mark = true): Uint8Array =>
  new Uint8Array(new Uint16Array([...(mark ? '\ufeff' : ''), ...text].map((c) => c.charCodeAt(0))).buffer)

function complaintOf(bytes: Uint8Array): string {
  try {
    readJson(bytes)
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
  return 'accepted'
}

describe('readJson', () => {
  it.each(['{"a":1}', '\ufeff{"a":1}', ' \r\n{ "a" : 1 }\n'])('reads %j', (text) => {
    expect(readJson(utf8(text))).toEqual({ a: 1 })
  })

  it.each([
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n',
      'it is a Git LFS pointer, not the file itself: git lfs pull fetches it',
    ],
    ['<!DOCTYPE html>\n<html>', 'it is a web page, not the file itself: download it as raw'],
    ['\ufeff\n<HTML lang="en">', 'it is a web page, not the file itself: download it as raw'],
    ['', 'it is not JSON: '],
    ['{ "a": ', 'it is not JSON: '],
    ["{ 'a': 1 }", 'it is not JSON: '],
    ['{"a":1,"a":2}', 'it has the key "a" twice'],
    ['{"a":{"\\u001b[2J":1,"\\u001b[2J":2}}', 'it has the key "\\u001b[2J" twice'],
    ['[1, 2] \u001b[2J\nmore', 'it is not JSON: '],
    ['['.repeat(101) + ']'.repeat(101), 'it is nested more than 100 levels deep'],
  ])('refuses %j for what it is, in one line', (text, complaint) => {
    const told = complaintOf(utf8(text))
    expect(told).toContain(complaint)
    expect(told).not.toMatch(/\p{Cc}/u)
    expect(told.length).toBeLessThan(250)
  })

  it('tells text in UTF-16, of either order and with or without its mark', () => {
    const told = 'it is text in UTF-16: save it as UTF-8'
    expect(complaintOf(utf16('{"a":1}'))).toBe(told)
    expect(complaintOf(utf16('{"a":1}', false))).toBe(told)
    expect(complaintOf(utf16('{"a":1}').reverse())).toBe(told)
  })

  it('tells what was packed', () => {
    expect(complaintOf(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]))).toContain('it is a zip archive')
    expect(complaintOf(new Uint8Array([0x1f, 0x8b, 8, 0]))).toContain('it is compressed by gzip')
  })

  it('names the first byte that is not UTF-8', () => {
    expect(complaintOf(new Uint8Array([0x22, 0xff, 0x22]))).toBe('byte 1 is 0xff, expected UTF-8')
  })
})
