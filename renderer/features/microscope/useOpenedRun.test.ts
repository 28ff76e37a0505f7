import { createPinia } from 'pinia'
import type { App } from 'vue'
import { createApp, h, KeepAlive, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { experimentSchema } from '../../../core/experiment/schema'
import { homeworkTimeline } from '../../../core/explain/homework'
import { clientKey, createClient } from '../../client/client'
import { MemoryHost } from '../../client/memoryHost.testing'
import { createTexts } from '../../locales/i18n'
import { useMicroscopeStore } from '../../stores/microscope'
import { useRunsStore } from '../../stores/runs'
import { useOpenedRun } from './useOpenedRun'

const experiment = experimentSchema.parse({ task: { name: 'adding' }, model: { cell: 'rnn' } })

let host: MemoryHost
let app: App
let root: HTMLElement
let runs: ReturnType<typeof useRunsStore>
let microscope: ReturnType<typeof useMicroscopeStore>
const isShown = ref(false)

/** A component that uses it, which keeps its state while something else is shown. */
const User = {
  setup() {
    const note = useOpenedRun()
    return () => h('p', note.value)
  },
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  await nextTick()
}
/** A run of which this many updates are made. */
async function start(updates: number): Promise<void> {
  host.trace = homeworkTimeline('part4').trace
  await runs.start(experiment)
  if (updates > 0) host.train(Array.from({ length: updates }, () => ({ loss: 1, gradNorm: 1 })))
  await settle()
}
async function show(shown: boolean): Promise<void> {
  isShown.value = shown
  await settle()
}
const note = (): string => root.textContent ?? ''
const asked = (): number =>
  host.payloads('run:inspectNext').length + host.payloads('run:inspectUpdate').length

beforeEach(() => {
  host = new MemoryHost()
  root = document.createElement('div')
  isShown.value = false
  app = createApp({
    setup() {
      runs = useRunsStore()
      microscope = useMicroscopeStore()
      return () => h(KeepAlive, () => (isShown.value ? h(User) : h('i')))
    },
  })
  app.provide(clientKey, createClient(host.bridge, { validate: true }))
  app.use(createPinia())
  app.use(createTexts())
  app.mount(root)
})
afterEach(() => app.unmount())

describe('coming to the microscope', () => {
  it('opens nothing while nothing trains', async () => {
    await show(true)
    expect([asked(), microscope.timeline, note()]).toEqual([0, null, ''])
  })

  it('opens the newest update of the run that trains, says that it was paused for that, and makes none', async () => {
    await start(3)
    await show(true)
    expect(microscope.source).toBe('run')
    expect(note()).toBe('The run was paused; this is its newest update, 3.')
    expect(runs.shown).toMatchObject({ status: 'paused', update: 3 })
    expect(host.payloads('run:inspectNext')).toEqual([])
  })

  it('opens nothing of a run that has made no update', async () => {
    await start(0)
    await show(true)
    expect([asked(), microscope.timeline, note()]).toEqual([0, null, ''])
  })

  it('again opens nothing new of a run that has not moved, and its newest update of one that has', async () => {
    await start(1)
    await show(true)
    await show(false)
    await show(true)
    expect(asked()).toBe(1)
    await show(false)
    host.train([{ loss: 1, gradNorm: 1 }])
    await settle()
    await show(true)
    expect(asked()).toBe(2)
    expect(note()).toBe('This is update 2, the newest of the paused run.')
  })

  it('finds an update again that was asked for by its number', async () => {
    await start(5)
    await microscope.openUpdate(1)
    await show(true)
    expect([asked(), note()]).toEqual([
      1,
      'This is update 2, recomputed, bit-identical; the run itself is unchanged.',
    ])
    expect(runs.shown.status).toBe('running')
  })

  it('opens the newest update in place of one that has been taken back, which is said meanwhile', async () => {
    await start(3)
    await runs.pause()
    await microscope.openUpdate(2)
    await show(true)
    await runs.stepBack()
    await settle()
    expect(note()).toBe('This was update 3 of the run; it has been taken back since.')
    await show(false)
    await show(true)
    expect(note()).toBe('This is update 2, the newest of the paused run.')
  })

  it('leaves the homework open, whatever trains', async () => {
    await start(1)
    microscope.openHomework('part2AsPrinted')
    await show(true)
    expect([asked(), microscope.source, note()]).toEqual([0, 'part2AsPrinted', ''])
  })
})

describe('the note', () => {
  it('says why no update could be opened', async () => {
    await start(1)
    host.trace = null
    await show(true)
    expect(note()).toMatch(/^The update could not be opened: /)
  })

  it('says of an update that another run has begun since', async () => {
    await start(1)
    await show(true)
    await show(false)
    await runs.shelve()
    await show(true)
    expect(note()).toBe('This trace belongs to an earlier run.')
  })
})
