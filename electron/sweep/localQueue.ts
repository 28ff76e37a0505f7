import type { QueuedTrial, QueueListener, TrialQueue } from './trialQueue'
import type { ReadyTrial, Training, TrialTrainer } from './trialTrainer'

export interface LocalQueueOptions {
  /** How many train at a time. */
  readonly most: number
  readonly trainer: TrialTrainer
  readonly listener: QueueListener
}

/**
 * Trains trials in threads of this process, in their order. While some train the next is made ready, and what
 * ends is written while it begins, so that no processor waits for the disk.
 */
export function createLocalQueue({ most, trainer, listener }: LocalQueueOptions): TrialQueue {
  const known = new Set<string>()
  const waiting: QueuedTrial[] = []
  const training = new Set<Training>()
  /** What has to be waited for before nothing is written any more. */
  const open = new Set<Promise<unknown>>()
  let ready: { readonly trial: QueuedTrial; readonly begun: ReadyTrial } | null = null
  let isPreparing = false
  let isPaused = false
  let isStopped = false

  function keepOpen(work: Promise<unknown>): void {
    open.add(work)
    void work.finally(() => open.delete(work))
  }

  /** Begins what is ready, and makes the next ready. */
  function goOn(): void {
    if (isPaused || isStopped) return
    if (ready && training.size < most) {
      const { trial, begun } = ready
      ready = null
      begin(trial, begun)
    }
    if (ready || isPreparing) return
    const next = waiting.shift()
    if (next) keepOpen(prepare(next))
  }

  async function prepare(trial: QueuedTrial): Promise<void> {
    isPreparing = true
    try {
      const prepared = await trainer.prepare(trial)
      if (prepared.result) listener.ended(trial, prepared.result)
      else if (isStopped) await prepared.discard()
      else ready = { trial, begun: prepared }
    } catch (error) {
      listener.broken(trial, error as Error)
    } finally {
      isPreparing = false
    }
    goOn()
  }

  function begin(trial: QueuedTrial, begun: ReadyTrial): void {
    listener.begun?.(trial, begun.update)
    const its = begun.begin((update) => listener.progressed?.(trial, update))
    training.add(its)
    void its.over.then(() => {
      training.delete(its)
      goOn()
    })
    keepOpen(
      its.result.then(
        (result) => listener.ended(trial, result),
        (error: Error) => listener.broken(trial, error),
      ),
    )
  }

  return {
    enqueue(trials) {
      for (const trial of trials) {
        if (known.has(trial.id)) continue
        known.add(trial.id)
        waiting.push(trial)
      }
      goOn()
    },
    hold() {
      isPaused = true
    },
    async pause() {
      isPaused = true
      await Promise.all([...training].map((each) => each.pause()))
    },
    resume() {
      isPaused = false
      for (const each of training) void each.resume()
      goOn()
    },
    async stop(by) {
      isStopped = true
      waiting.length = 0
      const last = ready
      ready = null
      if (last) keepOpen(last.begun.discard())
      for (const each of training) each.stop(by)
      while (open.size > 0) await Promise.all(open)
    },
  }
}
