import type { ElectronApplication, Page } from '@playwright/test'
import { viewNames } from '../../core/contract/views'

export interface Delay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * Delay of the main process's event loop over a stretch of time, in milliseconds beyond the probe's own 10
 * ms.
 */
export function measureEventLoop(electron: ElectronApplication, ms: number): Promise<Delay> {
  return electron.evaluate(async (_, duration) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const resolution = 10
    const delay = monitorEventLoopDelay({ resolution })
    delay.enable()
    await new Promise((resolve) => setTimeout(resolve, duration))
    delay.disable()
    const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
    return { p50: beyond(delay.percentile(50)), p99: beyond(delay.percentile(99)), max: beyond(delay.max) }
  }, ms)
}

/** Frames a second that the window draws. */
export function measureFrames(page: Page, ms: number): Promise<number> {
  return page.evaluate(
    (duration) =>
      new Promise<number>((resolve) => {
        const start = performance.now()
        let frames = 0
        const count = (now: number) => {
          frames++
          if (now - start < duration) requestAnimationFrame(count)
          else resolve((frames * 1000) / (now - start))
        }
        requestAnimationFrame(count)
      }),
    ms,
  )
}

/** Working sets of the main process and the window, in MB, after a collection where one can be had. */
export function measureMemory(electron: ElectronApplication): Promise<{ main: number; window: number }> {
  return electron.evaluate(({ app }) => {
    const metrics = app.getAppMetrics()
    const megabytes = (type: string) =>
      metrics
        .filter((metric) => metric.type === type)
        .reduce((sum, { memory }) => sum + memory.workingSetSize, 0) / 1024
    return { main: megabytes('Browser'), window: megabytes('Tab') }
  })
}

/** Presses Start and waits until the update counter leaves 0, in milliseconds by the window's own clock. */
export function measureFirstPoint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const button = Array.from(document.querySelectorAll('button')).find(
          ({ innerText }) => innerText.trim() === 'Start',
        )
        type On = (listener: () => void) => () => void
        const { on } = (window as unknown as { unroll: { on: Record<string, On> } }).unroll
        const start = performance.now()
        const end = on['run:batch']!(() => {
          end()
          // Drawn with the frame after the next: one to take it in, one to show it.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)))
        })
        button?.click()
      }),
  )
}

/**
 * Updates a second of the next run between two of its updates, by the batches that reach the window: nothing
 * is asked of the app meanwhile, since that alone would slow it.
 */
export function measureUpdates(page: Page, from: number, to: number): Promise<number> {
  return page.evaluate(
    ({ from: first, to: last }) =>
      new Promise<number>((resolve) => {
        interface Batch {
          readonly firstUpdate: number
          readonly columns: { readonly loss: Float64Array }
        }
        type On = (listener: (batch: Batch) => void) => () => void
        const { on } = (window as unknown as { unroll: { on: Record<string, On> } }).unroll
        let start: { update: number; time: number } | undefined
        const end = on['run:batch']!(({ firstUpdate, columns }) => {
          const update = firstUpdate + columns.loss.length
          const time = performance.now()
          if (update >= first) start ??= { update, time }
          if (!start || update < last) return
          end()
          resolve(((update - start.update) * 1000) / (time - start.time))
        })
      }),
    { from, to },
  )
}

/**
 * Processor time that each kind of process has taken so far, in seconds: other programs leave it as it is.
 */
export function readProcessorTime(electron: ElectronApplication): Promise<{ main: number; window: number }> {
  return electron.evaluate(({ app }) => {
    const metrics = app.getAppMetrics()
    const seconds = (...types: string[]) =>
      metrics
        .filter(({ type }) => types.includes(type))
        .reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? NaN), 0)
    return { main: seconds('Browser'), window: seconds('Tab', 'GPU') }
  })
}

export interface Traffic {
  readonly updatesPerSecond: number
  /** How often each view came, a second. */
  readonly views: Readonly<Record<string, number>>
}

/** What reaches the window over a stretch of time; nothing is asked of the app meanwhile. */
export function measureTraffic(page: Page, ms: number): Promise<Traffic> {
  return page.evaluate(
    (duration) =>
      new Promise<Traffic>((resolve) => {
        interface Event {
          readonly firstUpdate: number
          readonly columns: { readonly loss: Float64Array }
          readonly observation: Readonly<Record<string, unknown>>
        }
        type On = (listener: (event: Event) => void) => () => void
        const { on } = (window as unknown as { unroll: { on: Record<string, On> } }).unroll
        const counts: Record<string, number> = {}
        let first: { update: number; time: number } | undefined
        let last = { update: 0, time: 0 }
        const stops = [
          on['run:batch']!(({ firstUpdate, columns }) => {
            last = { update: firstUpdate + columns.loss.length, time: performance.now() }
            first ??= last
          }),
          on['run:observation']!(({ observation }) => {
            for (const [view, seen] of Object.entries(observation)) {
              if (view !== 'update' && seen !== null) counts[view] = (counts[view] ?? 0) + 1
            }
          }),
        ]
        setTimeout(() => {
          stops.forEach((stop) => stop())
          const { update, time } = first ?? last
          resolve({
            updatesPerSecond: ((last.update - update) * 1000) / (last.time - time),
            views: Object.fromEntries(
              Object.entries(counts).map(([view, count]) => [view, (count * 1000) / duration]),
            ),
          })
        }, duration)
      }),
    ms,
  )
}

/** Asks for every view of the newest run, also those that the shown tab does not need. */
export async function observeAll(page: Page): Promise<void> {
  await page.evaluate(async (views) => {
    type Request = (payload: object) => Promise<{ value: { runId: string }[] }>
    const { request } = (window as unknown as { unroll: { request: Record<string, Request> } }).unroll
    const { value: runs } = await request['run:list']!({})
    await request['run:observe']!({ runId: runs.at(-1)!.runId, views })
  }, viewNames)
}
