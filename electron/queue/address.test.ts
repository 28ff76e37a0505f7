import { describe, expect, it } from 'vitest'
import { parseQueueAddress } from './address'
import { connect } from './connection'
import { whyNoRedis, withRedis } from './redis.testing'

const messageOf = (text: string) => {
  try {
    return parseQueueAddress(text).shown
  } catch (error) {
    return (error as Error).message
  }
}

describe('the address of a queue', () => {
  it('names a server, by TLS or not, with a password that is not shown', () => {
    expect(parseQueueAddress('rediss://lab:p%40ss@10.0.0.7:7000/3')).toEqual({
      ...{ host: '10.0.0.7', port: 7000, username: 'lab', password: 'p@ss', database: 3, isTls: true },
      shown: 'rediss://10.0.0.7:7000',
    })
    expect(parseQueueAddress('redis://:x@[fe80::1]')).toMatchObject({ host: 'fe80::1', port: 6379 })
  })

  it.each(['redis://localhost', 'redis://127.0.0.1:7000', 'redis://[::1]:6379'])(
    '%s needs no password: it is this machine',
    (text) => expect(parseQueueAddress(text).password).toBeNull(),
  )

  it.each(['redis://lab.example', 'rediss://10.0.0.7:7000', 'redis://127.evil.example', 'redis://u:@a.b'])(
    '%s is refused without a password',
    (text) =>
      expect(messageOf(text)).toMatch(/is on another machine and its address has no password: expected/),
  )

  it.each(['', 'lab:6379', 'http://a:secret@b', 'redis://:secret', 'redis://:secret@h?x=1', 'redis://:%@h'])(
    '%j is refused without being repeated',
    (text) => expect(messageOf(text)).toBe(messageOf('')),
  )

  it('is refused where it goes on behind the port', () => {
    expect(messageOf('redis://:secret@h/16')).toMatch(/^the queue’s address goes on behind the port/)
    expect(messageOf('redis://secret/x@h')).not.toContain('secret')
  })
})

describe.skipIf(whyNoRedis !== null)('a server that wants a password', () => {
  it('is connected to with it, and refuses others in words that do not repeat it', () =>
    withRedis(
      async ({ port }) => {
        const to = (password: string) => connect(parseQueueAddress(`redis://${password}127.0.0.1:${port}`))
        const connection = await to(':right@')
        connection.close()
        for (const wrong of [':wrong@', '']) {
          await expect(to(wrong)).rejects.toThrow(
            `the queue at redis://127.0.0.1:${port} refuses the password, or asks for one`,
          )
        }
      },
      ['--requirepass', 'right'],
    ))

  it('that does not answer is told of', () =>
    withRedis(async ({ address, kill }) => {
      await kill()
      await expect(connect(parseQueueAddress(address))).rejects.toThrow(
        /^the queue at redis:\S+ cannot be reached: connect ECONNREFUSED/,
      )
    }))
})
