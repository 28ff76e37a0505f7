import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it } from 'vitest'
import type { GroupState } from '../../core/contract/groups'
import { reason } from '../../core/contract/reasons'
import { clientKey, createClient } from '../client/client'
import { MemoryHost } from '../client/memoryHost.testing'
import { useGroupsStore } from './groups'
import { useRunsStore } from './runs'

it('a group that broke says why once, as a reason that the window can say in its language', () => {
  const host = new MemoryHost()
  const app = createApp({})
  const pinia = createPinia()
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.use(pinia)
  setActivePinia(pinia)
  useGroupsStore()
  const runs = useRunsStore()
  const training: GroupState = {
    ...{ id: 'a', kind: 'sweep', name: 'rates', status: 'training' },
    ...{ runIds: ['a-1'], numEnded: 0, why: null },
  }
  host.emit('group:changed', training)
  expect(runs.failure).toBeNull()
  const why = reason('cannotMake', { path: '/data/runs/a-1', why: reason('noSpace') })
  host.emit('group:changed', { ...training, status: 'broken', why })
  expect(runs.failure).toMatchObject({ reason: why })
  runs.fail(null)
  host.emit('group:changed', { ...training, status: 'broken', why })
  expect(runs.failure).toBeNull()
})
