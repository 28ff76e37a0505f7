import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../core/contract/channels'
import { eventNames, requestNames } from '../../core/contract/channels'
import { createClient } from './client'
import { MemoryHost } from './memoryHost.testing'

describe('the client', () => {
  it('has exactly the contract’s requests and events', () => {
    const client = createClient(new MemoryHost().bridge)
    expect(Object.keys(client.request)).toEqual(requestNames)
    expect(Object.keys(client.on)).toEqual(eventNames)
  })

  it('hands on replies and failures as values', async () => {
    const host = new MemoryHost()
    const client = createClient(host.bridge, { validate: true })
    expect(await client.request['settings:get']({})).toEqual({
      ok: true,
      value: { locale: 'en', theme: 'light', characterKeys: true, notation: 'pytorch', onClose: 'ask' },
    })
    host.refuse('settings:get')
    expect(await client.request['settings:get']({})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('turns a broken connection into a failure', async () => {
    const { bridge } = new MemoryHost()
    const broken = { ...bridge.request, 'run:list': () => Promise.reject(new Error('gone')) }
    const client = createClient({ ...bridge, request: broken } as Bridge)
    expect(await client.request['run:list']({})).toMatchObject({
      ok: false,
      error: { message: 'run:list: gone' },
    })
  })

  it('refuses a reply that breaks the contract while it validates', async () => {
    const { bridge } = new MemoryHost()
    const wrong = {
      ...bridge.request,
      'settings:get': () => Promise.resolve({ ok: true, value: { locale: 'fr' } }),
    }
    const client = createClient({ ...bridge, request: wrong } as Bridge, { validate: true })
    expect(await client.request['settings:get']({})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('delivers events in batches where an interval is set, and at once when they are flushed', () => {
    const host = new MemoryHost()
    const client = createClient(host.bridge, { intervalMs: 60_000 })
    const received: string[] = []
    client.on['settings:changed'](({ theme }) => received.push(theme))
    for (const theme of ['dark', 'light', 'system'] as const) {
      host.emit('settings:changed', {
        locale: 'en',
        theme,
        characterKeys: true,
        notation: 'pytorch',
        onClose: 'ask',
      })
    }
    expect(received).toEqual(['dark'])
    client.flushEvents()
    expect(received).toEqual(['dark', 'light', 'system'])
  })

  it('ends a subscription with the function that it returned', () => {
    const host = new MemoryHost()
    const client = createClient(host.bridge)
    const received: string[] = []
    const stop = client.on['settings:changed'](({ locale }) => received.push(locale))
    host.emit('settings:changed', {
      locale: 'en',
      theme: 'dark',
      characterKeys: true,
      notation: 'pytorch',
      onClose: 'ask',
    })
    stop()
    host.emit('settings:changed', {
      locale: 'zh-CN',
      theme: 'dark',
      characterKeys: true,
      notation: 'pytorch',
      onClose: 'ask',
    })
    expect(received).toEqual(['en'])
  })
})
