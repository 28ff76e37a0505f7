import { join } from 'node:path'
import type { LessonService } from '../lessons/lessonService'
import { createLessonService } from '../lessons/lessonService'
import { createLessonShelf } from '../lessons/lessonShelf'
import type { Spawn } from '../lessons/playRun'
import { openProgress } from '../lessons/progressFile'
import type { RunCatalog } from '../runs/runCatalog'
import type { SendEvent } from '../runs/runStream'
import type { ExchangeParts } from './exchange'

export interface LessonParts {
  readonly catalog: Pick<RunCatalog, 'start' | 'trainAside' | 'get'>
  /** The data folder: the person's own lessons and what was done in any lie in it. */
  readonly data: string
  /** The folder of the lessons that come along. */
  readonly shipped: string
  /** Makes threads that train. */
  readonly spawn: Spawn
  /** Asks the person where something is written; null where it is not to be. */
  readonly askWhere: ExchangeParts['askWhere']
  /** Sends to every window. */
  readonly broadcast: SendEvent
}

/** The lessons that come along and the person's own, in `<data>/lessons`, with `<data>/progress.json`. */
export function createLessons({
  catalog,
  data,
  shipped,
  spawn,
  askWhere,
  broadcast,
}: LessonParts): LessonService {
  return createLessonService({
    ...{ catalog, askWhere, spawn },
    shelf: createLessonShelf({
      ...{ shipped, folder: join(data, 'lessons') },
      changed: () => broadcast('lesson:changed', {}),
    }),
    openProgress: () => openProgress(join(data, 'progress.json')),
    gallery: join(shipped, 'gallery', 'presets.lesson.md'),
    checked: (lesson, outcome) => broadcast('lesson:checked', { lesson, outcome }),
    progressed: (lesson, progress) => broadcast('lesson:progress', { lesson, progress }),
  })
}
