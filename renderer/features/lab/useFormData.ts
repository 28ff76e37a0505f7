import { computed, watch } from 'vue'
import type { OwnSeries } from '../../../core/data/series'
import type { OwnTask } from '../../../core/data/task'
import type { Vocabulary } from '../../../core/data/text'
import { taskNamed, type TaskSettings } from '../../../core/tasks/registry'
import { readingOf } from '../../../core/experiment/ownData'
import { lacksDataNow } from '../../stores/dataVersion'
import { useExperimentStore } from '../../stores/experiment'
import { useOwnDataStore } from '../../stores/ownData'

/**
 * The person's own data of the experiment that is written: taken in as a file, fetched where a form that was
 * kept names some, and what they are.
 */
export function useFormData() {
  const draft = useExperimentStore()
  const ownData = useOwnDataStore()

  watch(
    () => draft.documentTask,
    (task) => void (lacksDataNow(task) && ownData.ensure(task)),
    { immediate: true },
  )

  /** `column`, where one is given, is the one to be forecast. */
  async function take(file: File, column?: string): Promise<void> {
    const reading = readingOf(draft.documentTask)
    const name = reading && (await ownData.take(reading, file))
    if (!name) return
    draft.setText('task.source', 'file')
    draft.setText('task.file', name.file)
    draft.setText('task.data', name.sha256)
    if (column === undefined) return
    draft.setText('task.target', column)
    draft.setText('task.inputs', '')
  }

  const task = computed(() => {
    const written: TaskSettings | null = draft.writtenTask
    return written && !lacksDataNow(written) ? written : null
  })
  /** Also where no column is chosen yet: what there is to choose from is to be seen. */
  const shownTask = computed(() => {
    const written = draft.documentTask
    return lacksDataNow(written) ? null : written
  })
  /** The characters of a text, and what each is shown as; null for another task. */
  const vocabulary = computed<Vocabulary | null>(
    () => task.value && (taskNamed(task.value.name).vocabulary?.(task.value) ?? null),
  )
  function symbol(index: number): string {
    return task.value ? (taskNamed(task.value.name).inputSymbol?.(task.value, index) ?? '') : ''
  }

  /** Whether a file of one's own is there, where one is asked for. */
  const hasFile = computed(() => draft.problems.get('task.file')?.code !== 'noFile')
  /** The table whose columns are read; null for another task. */
  const table = computed<OwnSeries | null>(() => {
    const shown = hasFile.value ? shownTask.value : null
    return shown && (taskNamed(shown.name).table?.(shown) ?? null)
  })

  /** What a file says of a task; null for another task. */
  const described = computed<OwnTask | null>(
    () => task.value && (taskNamed(task.value.name).described?.(task.value) ?? null),
  )

  /** Whether the data can be a series that is drawn. */
  const canDraw = computed(() => readingOf(draft.documentTask)?.kind === 'series')

  /** The large file that is read, or was read last where the form has it still. */
  const large = computed(() => {
    const { large: last, isReading } = ownData
    const file = 'file' in draft.documentTask ? draft.documentTask.file : null
    return last && (isReading || file === last.file) ? last : null
  })

  return { large, take, canDraw, vocabulary, symbol, table, described }
}
