import { ref, shallowRef } from 'vue'
import type { closeChoices } from '../../core/contract/ipc'
import type { Failure } from '../../core/contract/result'
import { useClient } from '../client/client'

/** What the main process asks before the window closes while runs train, and the answer. */
export function useClosing() {
  const client = useClient()
  /** How many train; null while nothing is asked. */
  const training = ref<number | null>(null)
  const problem = shallowRef<Failure | null>(null)

  client.on['window:closing']((asked) => {
    training.value = asked.training
    problem.value = null
  })

  return {
    training,
    problem,
    async choose(choice: (typeof closeChoices)[number], remember: boolean): Promise<void> {
      const answer = await client.request['window:close']({ choice, remember })
      problem.value = answer.ok ? null : answer.error
      if (answer.ok) training.value = null
    },
    cancel: () => void (training.value = null),
  }
}
