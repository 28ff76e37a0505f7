import { computed, watch } from 'vue'
import type { Vocabulary } from '../../../core/data/text'
import { taskNamed, type TaskSettings } from '../../../core/tasks/registry'
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
    () => draft.writtenTask,
    (task) => void (task && lacksDataNow(task) && ownData.ensure(task)),
    { immediate: true },
  )

  async function take(file: File): Promise<void> {
    const name = await ownData.take('text', file)
    if (!name) return
    draft.setText('task.text', 'file')
    draft.setText('task.file', name.file)
    draft.setText('task.data', name.sha256)
  }

  const task = computed(() => {
    const written: TaskSettings | null = draft.writtenTask
    return written && !lacksDataNow(written) ? written : null
  })
  /** The characters of a text, and what each is shown as; null for another task. */
  const vocabulary = computed<Vocabulary | null>(
    () => task.value && (taskNamed(task.value.name).vocabulary?.(task.value) ?? null),
  )
  function symbol(index: number): string {
    return task.value ? (taskNamed(task.value.name).inputSymbol?.(task.value, index) ?? '') : ''
  }

  return { take, vocabulary, symbol }
}
