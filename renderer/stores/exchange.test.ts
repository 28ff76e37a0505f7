import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it } from 'vitest'
import type { ImportFolderRequest } from '../../core/contract/exchange'
import { reason } from '../../core/contract/reasons'
import { fail, succeed, type Result } from '../../core/contract/result'
import { clientKey, type Client } from '../client/client'
import { useExchangeStore } from './exchange'

/** A main process whose packing ends when it is told to. */
function setUp() {
  const asked: string[] = []
  let end: (answer: Result<{ told: [] }>) => void = () => undefined
  const client = {
    request: {
      'exchange:pack': ({ runId }: { runId: string }) => {
        asked.push(`pack ${runId}`)
        return new Promise((resolve) => (end = resolve))
      },
      'exchange:importFolder': ({ folder, files }: ImportFolderRequest) => {
        asked.push(`import ${folder}: ${files.map(({ path }) => path).join()}`)
        return Promise.resolve(succeed({ runId: 'a', told: [] }))
      },
      'exchange:drag': ({ runId }: { runId: string }) => {
        asked.push(`drag ${runId}`)
        return Promise.resolve(succeed({}))
      },
    },
  } as unknown as Client
  const app = createApp({})
  const pinia = createPinia()
  app.provide(clientKey, client)
  app.use(pinia)
  setActivePinia(pinia)
  return { asked, exchange: useExchangeStore(), end: (answer: Result<{ told: [] }>) => end(answer) }
}

const release = () => window.dispatchEvent(new Event('pointerup'))
const packed = succeed({ told: [] as [] })

it('a run is dragged once it is packed, while the button is held', async () => {
  const { asked, exchange, end } = setUp()
  const dragging = exchange.dragOut('a', 'mine')
  end(packed)
  await dragging
  expect([asked, exchange.last, exchange.isDraggedOut]).toEqual([['pack a', 'drag a'], null, true])
  window.dispatchEvent(Object.assign(new Event('pointermove'), { buttons: 1 }))
  expect(exchange.isDraggedOut).toBe(true)
  window.dispatchEvent(Object.assign(new Event('pointermove'), { buttons: 0 }))
  expect(exchange.isDraggedOut).toBe(false)
})

it('where the button is released before, it says so, and the next drag takes what was packed', async () => {
  const { asked, exchange, end } = setUp()
  const dragging = exchange.dragOut('a', 'mine')
  release()
  expect(exchange.last).toEqual({ kind: 'packing', name: 'mine' })
  end(packed)
  await dragging
  expect([asked, exchange.last]).toEqual([['pack a'], { kind: 'packed', name: 'mine' }])
  await exchange.dragOut('a', 'mine')
  expect([asked, exchange.last]).toEqual([['pack a', 'drag a'], null])
  // Once it was taken, it is packed anew.
  void exchange.dragOut('a', 'mine')
  expect(asked).toEqual(['pack a', 'drag a', 'pack a'])
})

it('a run that cannot be packed is told of and not dragged', async () => {
  const { asked, exchange, end } = setUp()
  const dragging = exchange.dragOut('a', 'mine')
  end(fail('noSuchRun', reason('noRun', { id: 'a' })))
  await dragging
  expect([asked, exchange.last]).toMatchObject([
    ['pack a'],
    { kind: 'failed', failure: { code: 'noSuchRun' } },
  ])
})

it('of a folder that is dropped the files of a run are taken in, and what else lies there is not read', async () => {
  const { asked, exchange } = setUp()
  const files = ['run.json', 'checkpoints/10.safetensors', 'my notes.txt', '../run.json'].map((path) => ({
    ...{ path, file: new File(['x'], path) },
  }))
  expect(await exchange.importFolder(Promise.resolve({ name: 'my run', files }))).toBe('a')
  expect(asked).toEqual(['import my run: run.json,checkpoints/10.safetensors'])
  expect(exchange.last).toEqual({ kind: 'imported', runId: 'a', told: [] })
})
