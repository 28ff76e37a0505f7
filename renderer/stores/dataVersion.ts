import { shallowRef } from 'vue'
import { lacksData } from '../../core/experiment/ownData'
import type { TaskSettings } from '../../core/tasks/registry'

/**
 * Grows with all of a person's own data that this window has been given: what it knows of them is elsewhere.
 */
const version = shallowRef(0)

/** Whatever asked for data is computed anew. */
export function tellDataRead(): void {
  version.value++
}

/** Makes what is computed depend on which data are here. Returns how often there were more. */
export function dependOnData(): number {
  return version.value
}

/** Whether a task needs data that this window does not have; for what is computed, also once it has them. */
export function lacksDataNow(task: TaskSettings): boolean {
  dependOnData()
  return lacksData(task)
}
